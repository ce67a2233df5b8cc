// SPDX-License-Identifier: GPL-3.0-or-later
// Secrets do not leave, and what only looks like one stays.
#include "models/core/incident/redaction.h"
#include "models/core/incident/snapshot_file.h"
#include "tests/support/secret_maker.h"
#include "tests/support/snapshot_lab.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>
#include <algorithm>
#include <fstream>
#include <iterator>

namespace binnacle {
namespace {

TEST(Redaction, TakesFiveHundredSecretsOutOfTextAndPaths) {
    SecretMaker maker;
    Redaction redaction;
    for (int i = 0; i < 500; ++i) {
        const auto secret = maker.next();
        for (const std::string& around :
             {secret.shown, "it said " + secret.shown + " then", "{\"x\": \"" + secret.shown + "\"}"})
            EXPECT_EQ(redaction.text(around).find(secret.hidden), std::string::npos) << around;
        EXPECT_EQ(redaction.path("/v1/" + secret.shown + "/x").find(secret.hidden), std::string::npos)
            << secret.shown;
    }
    EXPECT_GE(redaction.removed().size(), 12U);
}

TEST(Redaction, LeavesWhatIsNoSecret) {
    Redaction redaction;
    for (const std::string text :
         {"/api/v1/resource-17/12345678", "/orders/123e4567-e89b-12d3-a456-426614174000",
          "/ORDERS/123E4567-E89B-12D3-A456-426614174000", "/trace/4bf92f3577b34da6a3ce929d0e0e4736",
          "/blog/how-we-moved-checkout-to-envoy-in-2026", "checkout-7d9f8b6c5d-x2x4z",
          "payment-v2.shop.svc.cluster.local:8080", "/static/internationalization.js", "10.0.0.17:8080",
          "upstream_reset_before_response_started{connection_termination}", "via_upstream",
          "/2026/11/28/18446744073709551615", "the basic idea of the bearer", "/user/token/list",
          "outbound|80|v1|payment.shop.svc.cluster.local", "passwords are not shown",
          "apiVersion: binnacle/v1\nkind: \"CircuitBreaker\"\nservice: \"payment\""}) {
        EXPECT_EQ(redaction.text(text), text);
    }
    EXPECT_TRUE(redaction.removed().empty());
}

TEST(Redaction, KeepsAQuerysKeys) {
    Redaction redaction;
    EXPECT_EQ(redaction.text("https://a.example/x?user=mia&q=1"),
              "https://a.example/x?user=[removed: query values]&q=[removed: query values]");
    EXPECT_EQ(redaction.path("/x?user=mia"), "/x");
}

TEST(Redaction, SecretsInPathsAreGoneBeforeTheyAreKept) {
    MeshLab lab;
    lab.outbound("checkout", "payment", "", {.path = "/hook/ghp_Ab1Cd2Ef3Gh4Ij5Kl6Mn7Op8Qr9St0Uv1Wx2"});
    lab.outbound("checkout", "payment", "", {.path = "/orders/17"});
    lab.flush();

    const auto requests = lab.mesh.requests({}).value();
    ASSERT_EQ(requests.size(), 2U);
    EXPECT_EQ(std::count_if(requests.begin(), requests.end(),
                            [](const auto& r) { return r.path == "/hook/[removed: GitHub tokens]"; }),
              1);
    EXPECT_EQ(lab.mesh.status().clamped["redacted"], 1U);
}

TEST(Redaction, NoPlantedSecretIsInASnapshot) {
    TemporaryDirectory folder;
    const std::string path = folder.file("incident.binnacle");
    SnapshotLab shop;
    SecretMaker maker;
    std::vector<std::string> hidden;
    const auto plant = [&] {
        const auto secret = maker.next();
        hidden.push_back(secret.hidden);
        return secret.shown;
    };
    SnapshotOrder order = shop.order();
    order.note = "see " + plant();
    std::string& config = (*shop.configuration)["checkout-1"];
    config = "{";
    for (int i = 0; i < 160; ++i) {
        const std::string at = "/v1/" + plant();
        shop.lab.call("checkout", "payment", {.path = at});
        Event event = shop.recording.happened.front();
        event.detail = plant();
        event.reference = plant();
        shop.recording.happened.push_back(event);
        config += "\"x\": \"" + plant() + "\",\n";
    }
    shop.lab.flush();
    shop.lab.clock.advance(std::chrono::seconds(1));
    shop.recording.take();
    order.window.to = shop.lab.clock.now();
    const auto written = writeSnapshot(order, shop.sources(), path, {});
    ASSERT_TRUE(written) << written.error().detail;
    EXPECT_GE(hidden.size(), 500U);
    EXPECT_GE(written->removed.size(), 12U);

    std::ifstream in(path, std::ios::binary);
    std::vector<std::string> all{{std::istreambuf_iterator<char>(in), {}}};
    const auto file = SnapshotFile::open(path).value();
    for (const SnapshotEntry& entry : file->entries()) {
        const Blob part = file->part(entry.name).value();
        all.emplace_back(part.begin(), part.end());
    }
    for (const std::string& secret : hidden)
        for (const std::string& bytes : all) EXPECT_EQ(bytes.find(secret), std::string::npos) << secret;
}

}  // namespace
}  // namespace binnacle
