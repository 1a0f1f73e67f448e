/// The record in the database: added to in the transaction of what it tells, sealed with a key that
/// is kept elsewhere.
@NullMarked
package dev.regent.store.record;

import org.jspecify.annotations.NullMarked;
