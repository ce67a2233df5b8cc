// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/policy/rewind.h"

#include <algorithm>

namespace binnacle {
namespace {

bool isAbout(const IntentEdit& edit, const std::string& service, IntentKind kind) {
    return edit.service == service && edit.kind == kind;
}

/// The change that had put an intent there.
std::string originOf(const IntentEdit& edit, const std::vector<Change>& newestFirst, TimePoint at) {
    for (const Change& change : newestFirst) {
        if (change.at > at) continue;
        for (const IntentEdit& earlier : change.edits)
            if (isAbout(earlier, edit.service, edit.kind)) return change.id;
    }
    return {};
}

}  // namespace

std::vector<StoredIntent> rewind(std::vector<StoredIntent> now, const std::vector<Change>& newestFirst,
                                 TimePoint at) {
    for (const Change& change : newestFirst) {
        if (change.at <= at) continue;
        for (const IntentEdit& edit : change.edits) {
            std::erase_if(now, [&](const StoredIntent& one) {
                return isAbout(edit, one.intent.service, one.intent.kind());
            });
            if (edit.before) now.push_back({*edit.before, originOf(edit, newestFirst, at)});
        }
    }
    return now;
}

}  // namespace binnacle
