@org.jspecify.annotations.NullMarked
package dev.regent.testkit.docker;
