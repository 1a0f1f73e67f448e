/// Whom workloads belong to and how much they matter: tier, team and owner, each with who says so.
@NullMarked
package dev.regent.analyse.ownership;

import org.jspecify.annotations.NullMarked;
