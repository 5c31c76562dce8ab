// Each process of the unit tests reads TypeScript by itself, and loads every module once for all its test files.
import 'tsx';
