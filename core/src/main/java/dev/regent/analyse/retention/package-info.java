/// What may go and what stays: retention policies judged in three-valued logic.
@NullMarked
package dev.regent.analyse.retention;

import org.jspecify.annotations.NullMarked;
