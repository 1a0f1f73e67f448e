/// Stage 5. A person says yes to exactly one plan, for a reason and for a time. Only here can an
/// [ApprovedPlan] be made.
@NullMarked
package dev.regent.approve;

import org.jspecify.annotations.NullMarked;
