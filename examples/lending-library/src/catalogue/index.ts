export type { Book, NewBook, ShelfOrder } from "./book.model";
export { acquireBook, browseShelf, hasFreeCopy, searchBooks } from "./catalogue.service";
