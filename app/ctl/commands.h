// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ctl/session.h"

namespace binnacle {

// One function a command, one file each; each returns the exit code.

int runStatus(Session& session);
int runTopology(Session& session);
int runCompare(Session& session);
int runRequests(Session& session);
int runPolicyList(Session& session);
int runPolicyGet(Session& session);
int runPolicyDiff(Session& session);
int runPolicyApply(Session& session);
int runPolicyHistory(Session& session);
int runPolicyRevert(Session& session);
int runAdopt(Session& session);
int runEvents(Session& session);
int runNoteAdd(Session& session);
int runNoteRemove(Session& session);
int runAlerts(Session& session);
int runAlertRules(Session& session);
int runSnapshotExport(Session& session);
int runSnapshotInspect(Session& session);
int runSnapshotReplay(Session& session);
int runSnapshotCompare(Session& session);

}  // namespace binnacle
