/// What is broken, lost or unreadable in a registry, whatever policies say.
@NullMarked
package dev.regent.analyse.health;

import org.jspecify.annotations.NullMarked;
