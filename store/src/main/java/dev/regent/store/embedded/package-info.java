/// A PostgreSQL server of our own, for those who give none.
@NullMarked
package dev.regent.store.embedded;

import org.jspecify.annotations.NullMarked;
