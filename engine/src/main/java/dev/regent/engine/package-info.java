/// Puts connectors, policies and the flow together, without a framework, for whoever runs it: the command line, the
/// server, a test.
@NullMarked
package dev.regent.engine;

import org.jspecify.annotations.NullMarked;
