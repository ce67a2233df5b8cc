// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/envoy/admin/proxy_configurations.h"

#include <gtest/gtest.h>
#include <httplib.h>

#include <string>
#include <thread>

namespace binnacle {
namespace {

const std::string kDump = R"({"configs":[
 {"@type":"type.googleapis.com/envoy.admin.v3.BootstrapConfigDump","bootstrap":{"node":{"id":"checkout-1"}}},
 {"@type":"type.googleapis.com/envoy.admin.v3.SecretsConfigDump","static_secrets":[{"name":"server_cert","secret":{
   "tls_certificate":{"certificate_chain":{"inline_string":"PLANTED-1"},"private_key":{"inline_bytes":"PLANTED-2"}}}}]},
 {"dynamic_route_configs":[{"request_headers_to_add":[
   {"header":{"key":"Authorization","value":"Bearer PLANTED-3"}},
   {"header":{"key":"x-team","value":"shop"}}]}]},
 {"clusters":[{"name":"payment-v1","auth":{"username":{"inline_string":"PLANTED-4"},"password":{"filename":"PLANTED-5"}},
   "circuit_breakers":{"thresholds":[{"max_requests":7}]}}]}]})";

TEST(WithoutSecrets, TakesOutWhatIsSensitiveByItsName) {
    const std::string clean = withoutSecrets(kDump).value();

    for (int number = 1; number <= 5; ++number)
        EXPECT_EQ(clean.find("PLANTED-" + std::to_string(number)), std::string::npos) << number;
    for (const char* kept : {"checkout-1", "payment-v1", "\"max_requests\": 7", "x-team", "\"shop\""})
        EXPECT_NE(clean.find(kept), std::string::npos) << kept;
}

TEST(WithoutSecrets, RefusesWhatIsNoConfiguration) {
    EXPECT_FALSE(withoutSecrets("").has_value());
    EXPECT_FALSE(withoutSecrets("{\"configs\": [").has_value());
    EXPECT_FALSE(withoutSecrets(std::string(100'000, '[')).has_value());
    EXPECT_TRUE(withoutSecrets("{}").has_value());
}

TEST(ProxyConfigurations, AsksEachProxyAndSaysWhichDoesNotAnswer) {
    httplib::Server server;
    std::string asked;
    server.Get(".*", [&](const httplib::Request& request, httplib::Response& response) {
        asked = request.target;
        response.set_content(kDump, "application/json");
    });
    const int port = server.bind_to_any_port("127.0.0.1");
    std::thread serving([&] { server.listen_after_bind(); });
    while (!server.is_running()) std::this_thread::yield();

    const auto told = ProxyConfigurations(
                          {{"checkout-1", "127.0.0.1:" + std::to_string(port)}, {"billing-1", "127.0.0.1:1"}})
                          .collect();
    server.stop();
    serving.join();

    EXPECT_EQ(asked, "/config_dump");
    ASSERT_EQ(told.size(), 2U);
    EXPECT_NE(told.at("checkout-1").find("payment-v1"), std::string::npos);
    EXPECT_EQ(told.at("billing-1").substr(0, 10), "not told: ");
}

}  // namespace
}  // namespace binnacle
