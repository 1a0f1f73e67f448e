/// A Kubernetes API server over real HTTP, its world, and what sources of clusters promise.
@NullMarked
package dev.regent.testkit.kubernetes;

import org.jspecify.annotations.NullMarked;
