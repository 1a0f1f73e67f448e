/// How rows are written and read, many at once.
@NullMarked
package dev.regent.store.sql;

import org.jspecify.annotations.NullMarked;
