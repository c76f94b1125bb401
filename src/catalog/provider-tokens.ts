/**
 * Tokens that say themselves whose they are: by a prefix, a length, an alphabet, sometimes a checksum. Only literals.
 * Shapes are written as parts so that one source gives both the pattern and, in the tests, a token made at run time.
 */
export interface ProviderToken {
  readonly id: string;
  /** As a reader would say it: "GitHub personal access token". */
  readonly name: string;
  /** What the text must have in it, verbatim, for the shape to be tried at all. */
  readonly prefixes: readonly string[];
  /** What follows the prefix: fixed text, or an alphabet with a length (or a shortest and a longest length). */
  readonly shape: readonly (string | readonly [alphabet: Alphabet, least: number, most?: number])[];
  /** A token whose checksum is wrong is none. */
  readonly checksum?: Checksum;
  /** Real, but for trying things out, or of little use alone: a warning. */
  readonly mild?: true;
  /** Looks alike, but is meant to be seen by everybody. */
  readonly publicTwin?: string;
  readonly docs: string;
}

export type Alphabet = "base62" | "base64url" | "base64" | "hex" | "anyHex" | "base32" | "digits" | "letters" | "upper36" | "lower36" | "word" | "dotted" | "bech32";

/** `crc32`: the last six characters are the CRC-32 of the others after the prefix, in base 62; `githubFineGrained`: SHA-256 in base 32, in the middle. */
export type Checksum = "crc32" | "githubFineGrained";

/** Characters of each alphabet, as the inside of a character class. */
export const alphabets: Readonly<Record<Alphabet, string>> = {
  base62: "0-9A-Za-z",
  base64url: "0-9A-Za-z_-",
  base64: "0-9A-Za-z+/",
  hex: "0-9a-f",
  anyHex: "0-9A-Fa-f",
  base32: "A-Z2-7",
  digits: "0-9",
  letters: "A-Za-z",
  upper36: "0-9A-Z",
  lower36: "0-9a-z",
  word: "0-9A-Za-z_",
  dotted: "0-9A-Za-z._-",
  bech32: "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L",
};

const uuid = [["anyHex", 8], "-", ["anyHex", 4], "-", ["anyHex", 4], "-", ["anyHex", 4], "-", ["anyHex", 12]] as const;
const github = "https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/";
const gitlab = "https://docs.gitlab.com/security/tokens/#token-prefixes";
const stripe = "https://docs.stripe.com/keys";
const slack = "https://docs.slack.dev/authentication/tokens/";

export const providerTokens: readonly ProviderToken[] = [
  { id: "github", name: "GitHub access token", prefixes: ["ghp_", "gho_", "ghu_"], shape: [["base62", 36]], checksum: "crc32", docs: github },
  { id: "github-server", name: "GitHub server token", prefixes: ["ghs_"], shape: [["base62", 36]], checksum: "crc32", docs: github },
  { id: "github-refresh", name: "GitHub refresh token", prefixes: ["ghr_"], shape: [["base62", 76]], checksum: "crc32", docs: github },
  { id: "github-fine-grained", name: "GitHub fine-grained access token", prefixes: ["github_pat_"], shape: [["base62", 22], "_", ["base62", 59]], checksum: "githubFineGrained", docs: github },
  { id: "npm", name: "npm access token", prefixes: ["npm_"], shape: [["base62", 36]], checksum: "crc32", docs: "https://github.blog/changelog/2021-09-23-npm-has-a-new-access-token-format/" },
  { id: "vercel", name: "Vercel token", prefixes: ["vcp_", "vci_", "vca_", "vcr_", "vck_"], shape: [["base62", 56]], checksum: "crc32", docs: "https://vercel.com/docs/rest-api#authentication" },
  { id: "cloudflare", name: "Cloudflare API token", prefixes: ["cfk_", "cfut_", "cfat_"], shape: [["base62", 40], ["hex", 8]], docs: "https://developers.cloudflare.com/fundamentals/api/get-started/token-formats/" },
  { id: "cloudflare-origin-ca", name: "Cloudflare Origin CA key", prefixes: ["v1.0-"], shape: [["hex", 24], "-", ["hex", 146]], docs: "https://developers.cloudflare.com/fundamentals/api/get-started/ca-keys/" },
  { id: "gitlab", name: "GitLab personal access token", prefixes: ["glpat-"], shape: [["base64url", 20]], docs: gitlab },
  { id: "gitlab-routable", name: "GitLab personal access token", prefixes: ["glpat-"], shape: [["base64url", 27, 300], ".", ["lower36", 2], ["lower36", 7]], docs: gitlab },
  { id: "gitlab-deploy", name: "GitLab deploy token", prefixes: ["gldt-", "glffct-", "glsoat-"], shape: [["base64url", 20]], docs: gitlab },
  { id: "gitlab-runner", name: "GitLab runner token", prefixes: ["glrt-", "GR1348941"], shape: [["base64url", 20]], docs: gitlab },
  { id: "gitlab-ci", name: "GitLab job token", prefixes: ["glcbt-"], shape: [["lower36", 1, 5], "_", ["base64url", 20]], docs: gitlab },
  { id: "gitlab-trigger", name: "GitLab trigger token", prefixes: ["glptt-"], shape: [["hex", 40]], docs: gitlab },
  { id: "gitlab-feed", name: "GitLab feed token", prefixes: ["glft-"], shape: [["base64url", 20]], docs: gitlab },
  { id: "gitlab-mail", name: "GitLab incoming mail token", prefixes: ["glimt-"], shape: [["base64url", 25]], docs: gitlab },
  { id: "gitlab-agent", name: "GitLab agent token", prefixes: ["glagent-"], shape: [["base64url", 50]], docs: gitlab },
  { id: "gitlab-oauth", name: "GitLab OAuth application secret", prefixes: ["gloas-"], shape: [["hex", 64]], docs: gitlab },
  { id: "slack-bot", name: "Slack bot token", prefixes: ["xoxb-"], shape: [["digits", 10, 13], "-", ["digits", 10, 13], "-", ["base62", 24]], docs: slack },
  { id: "slack-user", name: "Slack user token", prefixes: ["xoxp-", "xoxe-"], shape: [["digits", 10, 13], "-", ["digits", 10, 13], "-", ["digits", 10, 13], "-", ["base62", 28, 34]], docs: slack },
  { id: "slack-workspace", name: "Slack workspace token", prefixes: ["xoxa-2-", "xoxr-"], shape: [["digits", 10, 13], "-", ["digits", 10, 13], "-", ["base62", 24, 48]], docs: slack },
  { id: "slack-app", name: "Slack app token", prefixes: ["xapp-"], shape: [["digits", 1], "-", ["upper36", 9, 12], "-", ["digits", 10, 13], "-", ["hex", 64]], docs: slack },
  { id: "slack-webhook", name: "Slack webhook address", prefixes: ["hooks.slack.com/services/", "hooks.slack.com/workflows/", "hooks.slack.com/triggers/"], shape: [["upper36", 8, 14], "/", ["upper36", 8, 14], "/", ["base62", 20, 36]], publicTwin: "T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX", docs: "https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks/" },
  { id: "aws-key-id", name: "AWS access key id", prefixes: ["AKIA", "ASIA", "ABIA", "ACCA"], shape: [["base32", 16]], mild: true, docs: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html" },
  { id: "aws-bedrock", name: "Amazon Bedrock API key", prefixes: ["ABSK"], shape: [["base64", 109, 269]], docs: "https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html" },
  { id: "google-api", name: "Google API key", prefixes: ["AIza"], shape: [["base64url", 35]], mild: true, docs: "https://cloud.google.com/docs/authentication/api-keys" },
  { id: "google-oauth-secret", name: "Google OAuth client secret", prefixes: ["GOCSPX-"], shape: [["base64url", 28]], publicTwin: "*.apps.googleusercontent.com", docs: "https://developers.google.com/identity/protocols/oauth2" },
  { id: "google-oauth-token", name: "Google OAuth access token", prefixes: ["ya29."], shape: [["base64url", 60, 400]], docs: "https://developers.google.com/identity/protocols/oauth2" },
  { id: "azure-storage", name: "Azure account key", prefixes: ["AccountKey=", "SharedAccessKey="], shape: [["base64", 86], "=="], publicTwin: "the storage emulator's well-known key", docs: "https://learn.microsoft.com/azure/storage/common/storage-configure-connection-string" },
  { id: "openai", name: "OpenAI API key", prefixes: ["sk-"], shape: [["base64url", 20, 90], "T3BlbkFJ", ["base64url", 20, 90]], docs: "https://platform.openai.com/docs/api-reference/authentication" },
  { id: "anthropic", name: "Anthropic API key", prefixes: ["sk-ant-api03-", "sk-ant-admin01-"], shape: [["base64url", 93], "AA"], docs: "https://docs.anthropic.com/en/api/overview" },
  { id: "hugging-face", name: "Hugging Face token", prefixes: ["hf_", "api_org_"], shape: [["letters", 34]], docs: "https://huggingface.co/docs/hub/security-tokens" },
  { id: "groq", name: "Groq API key", prefixes: ["gsk_"], shape: [["base62", 52]], docs: "https://console.groq.com/docs/quickstart" },
  { id: "replicate", name: "Replicate API token", prefixes: ["r8_"], shape: [["base62", 37]], docs: "https://replicate.com/docs/topics/security/api-tokens" },
  { id: "xai", name: "xAI API key", prefixes: ["xai-"], shape: [["word", 80]], docs: "https://docs.x.ai/docs/tutorial" },
  { id: "perplexity", name: "Perplexity API key", prefixes: ["pplx-"], shape: [["base62", 48]], docs: "https://docs.perplexity.ai/" },
  { id: "elevenlabs", name: "ElevenLabs API key", prefixes: ["sk_"], shape: [["hex", 48]], docs: "https://elevenlabs.io/docs/api-reference/authentication" },
  { id: "databricks", name: "Databricks token", prefixes: ["dapi"], shape: [["hex", 32]], docs: "https://docs.databricks.com/dev-tools/auth/pat.html" },
  { id: "stripe", name: "Stripe secret key", prefixes: ["sk_live_", "rk_live_", "sk_prod_", "rk_prod_"], shape: [["base62", 16, 120]], publicTwin: "pk_live_", docs: stripe },
  { id: "stripe-test", name: "Stripe test key", prefixes: ["sk_test_", "rk_test_"], shape: [["base62", 24, 120]], mild: true, publicTwin: "pk_test_", docs: stripe },
  { id: "stripe-webhook", name: "webhook signing secret", prefixes: ["whsec_"], shape: [["base64", 32, 64]], docs: stripe },
  { id: "square-access", name: "Square access token", prefixes: ["sq0atp-"], shape: [["base64url", 22]], docs: "https://developer.squareup.com/docs/build-basics/access-tokens" },
  { id: "square-secret", name: "Square OAuth secret", prefixes: ["sq0csp-"], shape: [["base64url", 43]], docs: "https://developer.squareup.com/docs/oauth-api/overview" },
  { id: "braintree", name: "Braintree access token", prefixes: ["access_token$production$"], shape: [["lower36", 16], "$", ["hex", 32]], docs: "https://developer.paypal.com/braintree/docs/guides/authorization/overview" },
  { id: "shopify", name: "Shopify token", prefixes: ["shpat_", "shpca_", "shppa_", "shpss_"], shape: [["anyHex", 32]], docs: "https://shopify.dev/docs/apps/auth" },
  { id: "plaid", name: "Plaid access token", prefixes: ["access-production-", "access-development-"], shape: uuid, docs: "https://plaid.com/docs/api/" },
  { id: "flutterwave", name: "Flutterwave secret key", prefixes: ["FLWSECK-"], shape: [["hex", 32], "-X"], docs: "https://developer.flutterwave.com/docs/authentication" },
  { id: "duffel", name: "Duffel token", prefixes: ["duffel_live_"], shape: [["base64url", 43]], docs: "https://duffel.com/docs/api" },
  { id: "shippo", name: "Shippo token", prefixes: ["shippo_live_"], shape: [["hex", 40]], docs: "https://docs.goshippo.com/docs/guides_general/authentication/" },
  { id: "easypost", name: "EasyPost API key", prefixes: ["EZAK"], shape: [["base62", 54]], docs: "https://docs.easypost.com/docs/authentication" },
  { id: "twilio", name: "Twilio API key", prefixes: ["SK"], shape: [["hex", 32]], mild: true, publicTwin: "AC… account id", docs: "https://www.twilio.com/docs/iam/api-keys" },
  { id: "sendgrid", name: "SendGrid API key", prefixes: ["SG."], shape: [["base64url", 22], ".", ["base64url", 43]], docs: "https://www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys" },
  { id: "brevo", name: "Brevo API key", prefixes: ["xkeysib-"], shape: [["hex", 64], "-", ["base62", 16]], docs: "https://developers.brevo.com/docs/getting-started" },
  { id: "resend", name: "Resend API key", prefixes: ["re_"], shape: [["base62", 8], "_", ["base62", 24]], docs: "https://resend.com/docs/api-reference/introduction" },
  { id: "discord-webhook", name: "Discord webhook address", prefixes: ["discord.com/api/webhooks/", "discordapp.com/api/webhooks/"], shape: [["digits", 17, 20], "/", ["base64url", 60, 80]], docs: "https://discord.com/developers/docs/resources/webhook" },
  { id: "age", name: "age secret key", prefixes: ["AGE-SECRET-KEY-1"], shape: [["bech32", 58]], publicTwin: "age1…", docs: "https://age-encryption.org/v1" },
  { id: "vault", name: "Vault token", prefixes: ["hvs."], shape: [["base64url", 90, 120]], docs: "https://developer.hashicorp.com/vault/docs/concepts/tokens" },
  { id: "vault-batch", name: "Vault batch token", prefixes: ["hvb."], shape: [["base64url", 138, 300]], docs: "https://developer.hashicorp.com/vault/docs/concepts/tokens" },
  { id: "doppler", name: "Doppler token", prefixes: ["dp.pt.", "dp.ct.", "dp.sa.", "dp.scim.", "dp.audit."], shape: [["base62", 40, 44]], docs: "https://docs.doppler.com/docs/service-tokens" },
  { id: "doppler-service", name: "Doppler service token", prefixes: ["dp.st."], shape: [["base64url", 2, 35], ".", ["base62", 40, 44]], docs: "https://docs.doppler.com/docs/service-tokens" },
  { id: "pulumi", name: "Pulumi access token", prefixes: ["pul-"], shape: [["hex", 40]], docs: "https://www.pulumi.com/docs/pulumi-cloud/access-management/access-tokens/" },
  { id: "1password-service", name: "1Password service account token", prefixes: ["ops_eyJ"], shape: [["base64url", 250, 1200]], docs: "https://developer.1password.com/docs/service-accounts/" },
  { id: "digitalocean", name: "DigitalOcean token", prefixes: ["dop_v1_", "doo_v1_", "dor_v1_"], shape: [["hex", 64]], docs: "https://docs.digitalocean.com/reference/api/create-personal-access-token/" },
  { id: "heroku", name: "Heroku API key", prefixes: ["HRKU-AA"], shape: [["base64url", 58]], docs: "https://devcenter.heroku.com/articles/authentication" },
  { id: "fly", name: "Fly.io token", prefixes: ["fm1_", "fm2_", "fm1r_", "fm1a_"], shape: [["base64", 100, 1000]], docs: "https://fly.io/docs/security/tokens/" },
  { id: "fly-legacy", name: "Fly.io token", prefixes: ["fo1_"], shape: [["base64url", 43]], docs: "https://fly.io/docs/security/tokens/" },
  { id: "planetscale", name: "PlanetScale token", prefixes: ["pscale_tkn_", "pscale_oauth_", "pscale_pw_"], shape: [["base64url", 32, 64]], docs: "https://planetscale.com/docs/concepts/service-tokens" },
  { id: "neon", name: "Neon API key", prefixes: ["napi_"], shape: [["lower36", 64]], docs: "https://neon.com/docs/manage/api-keys" },
  { id: "supabase", name: "Supabase access token", prefixes: ["sbp_"], shape: [["hex", 40]], docs: "https://supabase.com/docs/guides/api/api-keys" },
  { id: "supabase-secret", name: "Supabase secret key", prefixes: ["sb_secret_"], shape: [["base64url", 31, 36]], publicTwin: "sb_publishable_", docs: "https://supabase.com/docs/guides/api/api-keys" },
  { id: "mongodb-atlas", name: "MongoDB Atlas service account secret", prefixes: ["mdb_sa_sk_"], shape: [["base64url", 40]], docs: "https://www.mongodb.com/docs/atlas/api/service-accounts-overview/" },
  { id: "clickhouse-cloud", name: "ClickHouse Cloud key", prefixes: ["4b1d"], shape: [["base62", 38]], docs: "https://clickhouse.com/docs/cloud/manage/openapi" },
  { id: "new-relic", name: "New Relic API key", prefixes: ["NRAK-"], shape: [["upper36", 27]], docs: "https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys/" },
  { id: "new-relic-insert", name: "New Relic insert key", prefixes: ["NRII-"], shape: [["base64url", 32]], docs: "https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys/" },
  { id: "grafana-service", name: "Grafana service account token", prefixes: ["glsa_"], shape: [["base62", 32], "_", ["anyHex", 8]], docs: "https://grafana.com/docs/grafana/latest/administration/service-accounts/" },
  { id: "grafana-cloud", name: "Grafana Cloud token", prefixes: ["glc_"], shape: [["base64", 32, 400]], docs: "https://grafana.com/docs/grafana-cloud/account-management/authentication-and-permissions/access-policies/" },
  { id: "sentry-user", name: "Sentry user token", prefixes: ["sntryu_"], shape: [["hex", 64]], publicTwin: "a DSN", docs: "https://docs.sentry.io/account/auth-tokens/" },
  { id: "sentry-org", name: "Sentry organization token", prefixes: ["sntrys_eyJ"], shape: [["base64", 80, 400]], publicTwin: "a DSN", docs: "https://docs.sentry.io/account/auth-tokens/" },
  { id: "posthog", name: "PostHog personal API key", prefixes: ["phx_"], shape: [["base62", 43, 50]], publicTwin: "phc_", docs: "https://posthog.com/docs/api" },
  { id: "atlassian", name: "Atlassian API token", prefixes: ["ATATT3"], shape: [["dotted", 186]], docs: "https://support.atlassian.com/atlassian-account/docs/manage-api-tokens-for-your-atlassian-account/" },
  { id: "linear", name: "Linear API key", prefixes: ["lin_api_"], shape: [["base62", 40]], docs: "https://linear.app/developers/graphql" },
  { id: "notion", name: "Notion token", prefixes: ["ntn_"], shape: [["digits", 11], ["base62", 35]], docs: "https://developers.notion.com/docs/authorization" },
  { id: "figma", name: "Figma token", prefixes: ["figd_"], shape: [["base64url", 40, 60]], docs: "https://developers.figma.com/docs/rest-api/authentication/" },
  { id: "airtable", name: "Airtable token", prefixes: ["pat"], shape: [["base62", 14], ".", ["hex", 64]], docs: "https://airtable.com/developers/web/guides/personal-access-tokens" },
  { id: "typeform", name: "Typeform token", prefixes: ["tfp_"], shape: [["dotted", 59, 70]], docs: "https://www.typeform.com/developers/get-started/personal-access-token/" },
  { id: "contentful", name: "Contentful management token", prefixes: ["CFPAT-"], shape: [["base64url", 43]], docs: "https://www.contentful.com/developers/docs/references/authentication/" },
  { id: "postman", name: "Postman API key", prefixes: ["PMAK-"], shape: [["hex", 24], "-", ["hex", 34]], docs: "https://learning.postman.com/docs/developer/postman-api/authentication/" },
  { id: "readme", name: "ReadMe API key", prefixes: ["rdme_"], shape: [["lower36", 70]], docs: "https://docs.readme.com/main/reference/intro/authentication" },
  { id: "pypi", name: "PyPI token", prefixes: ["pypi-AgEIcHlwaS5vcmc"], shape: [["base64url", 50, 1000]], docs: "https://pypi.org/help/#apitoken" },
  { id: "rubygems", name: "RubyGems API key", prefixes: ["rubygems_"], shape: [["hex", 48]], docs: "https://guides.rubygems.org/api-key-scopes/" },
  { id: "nuget", name: "NuGet API key", prefixes: ["oy2"], shape: [["lower36", 43]], docs: "https://learn.microsoft.com/nuget/nuget-org/scoped-api-keys" },
  { id: "docker", name: "Docker access token", prefixes: ["dckr_pat_"], shape: [["base64url", 27]], docs: "https://docs.docker.com/security/access-tokens/" },
  { id: "jfrog", name: "JFrog API key", prefixes: ["AKCp"], shape: [["base62", 69]], docs: "https://jfrog.com/help/r/jfrog-platform-administration-documentation/user-profile" },
  { id: "buildkite", name: "Buildkite token", prefixes: ["bkua_"], shape: [["hex", 40]], docs: "https://buildkite.com/docs/apis/managing-api-tokens" },
  { id: "sourcegraph", name: "Sourcegraph token", prefixes: ["sgp_"], shape: [["hex", 40]], docs: "https://sourcegraph.com/docs/cli/how-tos/creating_an_access_token" },
  { id: "sonarqube", name: "SonarQube token", prefixes: ["sqp_", "squ_", "sqa_"], shape: [["hex", 40]], docs: "https://docs.sonarsource.com/sonarqube-server/user-guide/managing-tokens/" },
  { id: "tailscale", name: "Tailscale key", prefixes: ["tskey-api-", "tskey-auth-", "tskey-client-"], shape: [["base62", 10, 20], "-", ["base62", 20, 40]], docs: "https://tailscale.com/kb/1085/auth-keys" },
  { id: "mapbox", name: "Mapbox secret token", prefixes: ["sk.eyJ"], shape: [["base64url", 60, 200], ".", ["base64url", 22]], publicTwin: "pk.eyJ", docs: "https://docs.mapbox.com/help/getting-started/access-tokens/" },
  { id: "hubspot", name: "HubSpot private app token", prefixes: ["pat-na1-", "pat-eu1-", "pat-na2-"], shape: uuid, docs: "https://developers.hubspot.com/docs/guides/apps/private-apps/overview" },
];
