/// Portainer, which manages many environments and leads to each.
///
/// **What counts as a use.** What each environment tells through Portainer's proxy, and every image that a stack's
/// file names, also of stacks that are stopped: these would be started again.
///
/// **What lowers what was heard.** An environment that neither answers nor has a snapshot is unheard; one that is
/// known by its snapshot only is heard partly, with the snapshot's age. A stack's file that can't be read or names an
/// image that can't be told lowers its environment. A key of somebody who is no administrator lowers everything:
/// Portainer shows such a person a part only, and doesn't say which.
///
/// **Secrets.** Answers are read by a [Shape] that names each member that is let in. Everything else, passwords and
/// tokens among it, is passed over in the bytes and never becomes a text.
///
/// **Power.** Only `GET`, and only the paths of `Call`, into which nothing but numbers can be put, whatever the key
/// would let us do. What goes on to environments is up to their own connectors, which hold themselves to the same.
@NullMarked
package dev.regent.connect.portainer;

import org.jspecify.annotations.NullMarked;
