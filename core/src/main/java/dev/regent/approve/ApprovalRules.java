package dev.regent.approve;

import java.math.BigDecimal;
import java.time.Duration;

/// When a plan may be approved.
///
/// @param distinctApprover whether the proposer must not be the approver
/// @param largeShare from this share of a registry's manifests on a plan is large; more than 0, at
///     most 1
/// @param largeManifests from this number of manifests on a plan is large; 1 or more
/// @param validity how long an approval holds
public record ApprovalRules(boolean distinctApprover, double largeShare, long largeManifests, Duration validity) {

    public static final ApprovalRules USUAL = new ApprovalRules(true, 0.2, 1000, Duration.ofHours(24));

    public ApprovalRules {
        if (!(largeShare > 0 && largeShare <= 1)) {
            throw new IllegalArgumentException("share is more than 0 and at most 1, got " + largeShare);
        }
        if (largeManifests < 1) {
            throw new IllegalArgumentException("manifests is 1 or more, got " + largeManifests);
        }
        if (!validity.isPositive()) {
            throw new IllegalArgumentException("an approval holds for some time, got " + validity);
        }
    }

    /// Whether a plan of so many steps is large for a registry of so many manifests.
    public boolean isLarge(long steps, long manifests) {
        return steps >= largeManifests || (manifests > 0 && atLeast(steps, manifests));
    }

    /// In decimals, as people write a share: 7 of 100 are 0.07.
    private boolean atLeast(long steps, long manifests) {
        BigDecimal line = BigDecimal.valueOf(largeShare).multiply(BigDecimal.valueOf(manifests));
        return BigDecimal.valueOf(steps).compareTo(line) >= 0;
    }
}
