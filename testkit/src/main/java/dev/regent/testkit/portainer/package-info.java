/// A Portainer to look at: strict, over real HTTP, with a secret wherever the real one has one.
@NullMarked
package dev.regent.testkit.portainer;

import org.jspecify.annotations.NullMarked;
