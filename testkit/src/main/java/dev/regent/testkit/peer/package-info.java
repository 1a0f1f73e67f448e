/// Real programs of the world around, started for tests: on loopback, with data folders of their
/// own, gone without a trace when they are closed.
///
/// They are found in the folder that the environment variable `REGENT_PEERS` names (a root that
/// packages were unpacked into), else where the system has them. A test begins with
/// [Peers#require]: where a peer is missing it is skipped, but with `CI=true` it fails.
@NullMarked
package dev.regent.testkit.peer;

import org.jspecify.annotations.NullMarked;
