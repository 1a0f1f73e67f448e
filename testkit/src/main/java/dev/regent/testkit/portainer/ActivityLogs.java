package dev.regent.testkit.portainer;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What a Business Edition wrote down of who did what. Community Edition serves none of it.
public final class ActivityLogs {

    /// A call that changed something.
    record Change(Instant at, String who, String action) {}

    /// Somebody who tried to sign in.
    ///
    /// @param type 1 for whoever was let in, 2 for whoever wasn't
    record SignIn(Instant at, String who, int type, String origin) {}

    private final List<Change> changes = new ArrayList<>();
    private final List<SignIn> signIns = new ArrayList<>();

    ActivityLogs() {}

    /// Adds a change, the newest so far.
    ///
    /// @param action for example `PUT /stacks/1`
    public void changed(Instant at, String who, String action) {
        changes.addFirst(new Change(at, who, action));
    }

    /// Adds somebody who was refused, the newest so far.
    public void refused(Instant at, String who, String origin) {
        signIns.addFirst(new SignIn(at, who, 2, origin));
    }

    /// Adds somebody who was let in, the newest so far.
    public void letIn(Instant at, String who, String origin) {
        signIns.addFirst(new SignIn(at, who, 1, origin));
    }

    List<Change> changes() {
        return changes;
    }

    List<SignIn> signIns() {
        return signIns;
    }
}
