// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/base/result.h"
#include "models/core/telemetry/request_record.h"
#include "models/core/topology/topology_frame.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle {

/// What a value of a field looks like.
enum class FilterValueKind : std::uint8_t { text, number, duration, bytes, ratio };

/// One field of the filter language, for completion and help.
struct FilterField {
    std::string_view name;
    FilterValueKind kind = FilterValueKind::text;
    std::string_view meaning;
    std::vector<std::string_view> operators;
    std::vector<std::string_view> values;  ///< the only values there are; empty: any
};

/// All fields, in the order to offer them.
const std::vector<FilterField>& filterFields();
/// The words between conditions: "and", "or", "not", "in".
const std::vector<std::string_view>& filterKeywords();

/// What a filter looks at: views and pointers that live at least as long as the call. Fields of a part that
/// is not there (no request, no edge) match nothing.
struct FilterSubject {
    const Node* source = nullptr;
    const Node* destination = nullptr;
    const Edge* edge =
        nullptr;         ///< rps, error_ratio and the quantiles are those of the whole edge in the window
    double seconds = 1;  ///< of that window
    Protocol protocol = Protocol::unknown;
    bool isRequest = false;  ///< the fields below hold
    Reporter reporter = Reporter::source;
    std::uint16_t status = 0;
    std::uint64_t flags = 0;
    std::uint64_t bytes = 0;  ///< sent and received
    Duration duration{};
    std::string_view route;
    std::string_view path;
    std::string_view method;
    std::string_view proxy;
    std::string_view host;
    std::string_view trace;
};

/// A parsed expression of the filter language, e.g. `service = checkout and (p99 > 250ms or status >= 500)`.
/// Operators = != < <= > >= ~ in, and/or/not, parentheses, units (250ms, 1.5s, 10KiB, 5%), quotes 'x' or "x".
/// `~` is "contains", without regard to ASCII case; `*` in its value stands for any text. There is no regular
/// expression, so no expression can take long. `service`, `workload`, `namespace` and `version` match when
/// either end does (with != : when neither end has it); `source` and `destination` compare node id, workload
/// or service. Immutable, cheap to copy; any thread.
class Filter {
  public:
    static constexpr std::size_t kMaxBytes = 4096;
    static constexpr std::size_t kMaxDepth = 64;

    Filter() = default;  ///< matches everything
    /// Blank text gives the filter that matches everything. Error: code invalid, subject = byte offset of the
    /// mistake in decimal (see filterErrorOffset()), detail = what is wrong there.
    static Result<Filter> parse(std::string_view text);

    bool isEmpty() const { return !m_root; }
    /// A field of single requests is used: an aggregate must be made from records, not from rollups.
    bool needsRequests() const { return m_needsRequests; }
    /// A field of whole edges (rps, error_ratio, p50, p90, p99) is used.
    bool needsEdges() const { return m_needsEdges; }
    /// A text of single requests (path, trace) is looked at: a recording must fetch it.
    bool needsTexts() const { return m_needsTexts; }

    bool matches(const FilterSubject& subject) const;
    /// What holds for every request of the call that `call` describes; unset: the request itself decides.
    std::optional<bool> matchesAll(const FilterSubject& call) const;
    bool matches(const Edge& edge, const Node& source, const Node& destination, double seconds) const;
    bool matches(const RequestRecord& record, const Node& source, const Node& destination) const;

    struct Expression;  ///< how it is held; private to filter.cpp

  private:
    std::shared_ptr<const Expression> m_root;
    bool m_needsRequests = false;
    bool m_needsEdges = false;
    bool m_needsTexts = false;
};

/// The byte offset that an Error of Filter::parse() points at; 0 for any other error.
std::size_t filterErrorOffset(const Error& error);

}  // namespace binnacle
