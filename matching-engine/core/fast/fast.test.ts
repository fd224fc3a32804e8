import { describeBook } from '../book.contract.ts';
import { createFastBook } from './fast-book.ts';

describeBook('fast', createFastBook);
