import { describeBook } from '../contract/book.contract.ts';
import { createFastBook } from './fast-book.ts';

describeBook('fast', createFastBook);
