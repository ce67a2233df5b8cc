// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <envoy/service/accesslog/v3/als.pb.h>

#include <cstdint>
#include <random>
#include <string>

namespace binnacle::test {

/// Makes access log messages from a seed: every field that the scan reads is there, missing, zero, extreme or
/// in an order of its own. Deterministic. One thread.
class MessageGenerator {
  public:
    using Message = envoy::service::accesslog::v3::StreamAccessLogsMessage;

    explicit MessageGenerator(std::uint64_t seed) : m_random(seed) {}

    Message message();
    envoy::data::accesslog::v3::HTTPAccessLogEntry httpEntry();
    envoy::data::accesslog::v3::TCPAccessLogEntry tcpEntry();
    /// The bytes with a few of them changed, cut, doubled, or with fields no one knows in between.
    std::string damaged(std::string bytes);

    std::uint64_t below(std::uint64_t bound) { return m_random() % bound; }
    bool oneIn(std::uint64_t odds) { return below(odds) == 0; }

  private:
    std::string word();
    std::uint64_t number();
    void fillCommon(envoy::data::accesslog::v3::AccessLogCommon& common);
    void fillTimes(envoy::data::accesslog::v3::AccessLogCommon& common);
    void fillFlags(envoy::data::accesslog::v3::ResponseFlags& flags);
    void fillAddress(envoy::config::core::v3::Address& address);
    void fillCertificate(envoy::data::accesslog::v3::TLSProperties& tls);
    void fillRequest(envoy::data::accesslog::v3::HTTPRequestProperties& request);
    template <typename Time>
    void fillTime(Time& time, std::int64_t around);

    std::mt19937_64 m_random;
};

/// An entry as a real sidecar's hop looks (some 515 bytes): the stuff of load tests.
envoy::data::accesslog::v3::HTTPAccessLogEntry usualEntry(std::uint64_t number, std::int64_t startSeconds);

}  // namespace binnacle::test
