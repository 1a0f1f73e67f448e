/// The configuration file of the server: what it says, what is wrong with it, and which state of it
/// is in force. Nothing here reads a secret, a clock or the network.
@NullMarked
package dev.regent.engine.config;

import org.jspecify.annotations.NullMarked;
