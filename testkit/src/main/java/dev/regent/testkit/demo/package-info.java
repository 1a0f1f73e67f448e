/// A made-up, plausible estate for newcomers: a registry and an engine over their real protocols.
@NullMarked
package dev.regent.testkit.demo;

import org.jspecify.annotations.NullMarked;
