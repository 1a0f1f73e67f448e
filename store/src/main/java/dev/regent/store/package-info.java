/// PostgreSQL as everything above it sees it: an address, a pool of connections, a schema that is up
/// to date, and the database's clock.
@NullMarked
package dev.regent.store;

import org.jspecify.annotations.NullMarked;
