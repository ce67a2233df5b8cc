// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/history/event_codec.h"

#include "models/core/history/section.h"

#include <algorithm>

namespace binnacle {
namespace {

constexpr std::uint64_t kVersion = 1;
// An id, a time, a kind and four texts.
constexpr std::size_t kLeastEvent = 7;

}  // namespace

Blob encodeEvents(const std::vector<Event>& events) {
    const std::size_t count = std::min(events.size(), kMaxBlobEvents);
    Blob bytes;
    putVarint(bytes, count);
    for (std::size_t i = events.size() - count; i < events.size(); ++i) {
        const Event& event = events[i];
        putVarint(bytes, event.id);
        putTime(bytes, event.at);
        putVarint(bytes, static_cast<std::uint64_t>(event.kind));
        for (const auto* text : {&event.subject, &event.detail, &event.who, &event.reference})
            putText(bytes, *text);
    }
    Blob out;
    putVarint(out, kVersion);
    Section::put(out, bytes);
    return out;
}

Result<std::vector<Event>> decodeEvents(BlobView blob) {
    const auto corrupt = [] { return failure(ErrorCode::corrupt, "recording", "its events are damaged"); };
    BlobReader outer(blob);
    if (outer.varint() != kVersion) return corrupt();
    const auto section = Section::take(outer, kMaxUnpackedBytes);
    if (!section || !outer.isDone()) return corrupt();
    BlobReader from(section->bytes());
    const std::size_t count = from.count(kLeastEvent);
    if (count > kMaxBlobEvents) return corrupt();
    std::vector<Event> events(count);
    for (Event& event : events) {
        event.id = from.varint();
        event.at = from.time();
        const std::uint64_t kind = from.varint();
        if (kind >= kEventKinds) return corrupt();
        event.kind = static_cast<EventKind>(kind);
        for (auto* text : {&event.subject, &event.detail, &event.who, &event.reference}) *text = from.text();
    }
    if (!from.isDone()) return corrupt();
    return events;
}

}  // namespace binnacle
