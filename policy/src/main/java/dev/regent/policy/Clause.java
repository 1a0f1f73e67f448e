package dev.regent.policy;

import dev.regent.analyse.retention.Condition;
import java.util.Map;

/// A condition of an item.
///
/// @param canonical its keys, for the policy's digest: other ways to say the same give the same
record Clause(Condition condition, Map<String, Object> canonical) {}
