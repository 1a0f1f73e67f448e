/// Where the bytes lie: the graph of what a registry holds, who holds how much, who grew, and what is waste.
@NullMarked
package dev.regent.store.space;

import org.jspecify.annotations.NullMarked;
