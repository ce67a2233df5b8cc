// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/base/yaml_documents.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>
#include <sstream>

namespace binnacle {
namespace {

/// Takes no notice of what is in a document.
class Deaf final : public YAML::EventHandler {
    using Mark = YAML::Mark;
    using Tag = std::string;
    using Anchor = YAML::anchor_t;
    using Style = YAML::EmitterStyle::value;

  public:
    void OnDocumentStart(const Mark&) override {}
    void OnDocumentEnd() override {}
    void OnNull(const Mark&, Anchor) override {}
    void OnAlias(const Mark&, Anchor) override {}
    void OnScalar(const Mark&, const Tag&, Anchor, const std::string&) override {}
    void OnSequenceStart(const Mark&, const Tag&, Anchor, Style) override {}
    void OnSequenceEnd() override {}
    void OnMapStart(const Mark&, const Tag&, Anchor, Style) override {}
    void OnMapEnd() override {}
};

}  // namespace

bool holdsFewDocuments(const std::string& yaml, std::size_t most) {
    std::istringstream stream(yaml);
    YAML::Parser parser(stream);
    Deaf deaf;
    for (std::size_t count = 0; parser.HandleNextDocument(deaf); ++count) {
        if (count == most) return false;
    }
    return true;
}

}  // namespace binnacle
