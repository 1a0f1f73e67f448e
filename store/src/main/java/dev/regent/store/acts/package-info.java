/// What people and Regent decide and do, as it is kept: plans, approvals, executions with their
/// leases and journals, what was kept for undoing, pins and tokens.
@NullMarked
package dev.regent.store.acts;

import org.jspecify.annotations.NullMarked;
