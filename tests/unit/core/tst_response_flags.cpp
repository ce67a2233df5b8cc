// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/telemetry/response_flags.h"

#include <gtest/gtest.h>
#include <set>

namespace binnacle {
namespace {

std::uint64_t flagsOf(std::initializer_list<const char*> names) {
    std::uint64_t flags = 0;
    for (const char* name : names) flags |= std::uint64_t{1} << responseFlagByName(name).value();
    return flags;
}

TEST(ResponseFlags, StandAtTheirFieldNumbers) {
    EXPECT_EQ(responseFlagByName("LH"), 0);
    EXPECT_EQ(responseFlagByName("UO"), 7);
    EXPECT_EQ(responseFlagByName("UAEX"), 12);
    EXPECT_EQ(responseFlagByName("URX"), 15);
    EXPECT_EQ(responseFlagByName("NC"), 24);
    EXPECT_EQ(responseFlagByName("DR"), 27);
    EXPECT_EQ(responseFlags().size(), 28U);
}

TEST(ResponseFlags, HaveNamesOfTheirOwnAndAMeaning) {
    std::set<std::string_view> names;
    for (const ResponseFlag& flag : responseFlags()) {
        EXPECT_TRUE(names.insert(flag.name).second) << flag.name;
        EXPECT_GT(flag.meaning.size(), 10U) << flag.name;
    }
    EXPECT_FALSE(responseFlagByName("XX").has_value());
}

TEST(ResponseFlags, AreWrittenInTheOrderOfTheirBits) {
    EXPECT_EQ(responseFlagNames(flagsOf({"URX", "UO"})), "UO,URX");
    EXPECT_EQ(responseFlagNames(0), "");
    EXPECT_EQ(responseFlagNames(std::uint64_t{1} << 60), "");
}

TEST(ResponseFlags, TellAnErrorFromACallerThatLeft) {
    EXPECT_TRUE(isError(503, 0));
    EXPECT_TRUE(isError(500, flagsOf({"DI"})));
    EXPECT_FALSE(isError(499, flagsOf({"UO"})));
    EXPECT_FALSE(isError(200, flagsOf({"DI"})));
    EXPECT_TRUE(isError(0, flagsOf({"UF"})));
    EXPECT_FALSE(isError(0, flagsOf({"DC"})));
    EXPECT_FALSE(isError(0, 0));
    EXPECT_TRUE(isError(0, flagsOf({"DC", "UF"})));
}

}  // namespace
}  // namespace binnacle
