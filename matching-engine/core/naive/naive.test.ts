import { describeBook } from '../contract/book.contract.ts';
import { createNaiveBook } from './naive-book.ts';

describeBook('naive', createNaiveBook);
