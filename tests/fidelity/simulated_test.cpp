// Every recorded story, run and held against its recording: what the simulated proxies log, show,
// write and answer against what the real ones did.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <stdexcept>

#include "sim/simrun/program.hpp"
#include "sim/simrun/repeated.hpp"

namespace sim::simrun {
namespace {

const std::string recordings = SIMRUN_SOURCE_DIR "/tests/recordings";

std::vector<std::string> stories() {
    std::vector<std::string> names;
    for (const auto& entry :
         std::filesystem::directory_iterator(SIMRUN_SOURCE_DIR "/scenarios/recorded")) {
        if (entry.path().extension() == ".toml") names.push_back(entry.path().stem());
    }
    std::ranges::sort(names);
    return names;
}

Prepared story(const std::string& name) {
    std::string said;
    Output out(said);
    Output err(said);
    const Surroundings with{builtin_logics(), out, err};
    Request request;
    request.paths = {SIMRUN_SOURCE_DIR "/scenarios/recorded/" + name + ".toml"};
    auto prepared = prepare(request, with);
    if (!prepared) throw std::runtime_error(said);
    return std::move(*prepared);
}

fidelity::Report report_of(const std::string& name, std::vector<fidelity::Allowed>& allowed) {
    const Prepared prepared = story(name);
    return hold_against(prepared, recorded_at(prepared, recordings), allowed);
}

std::vector<fidelity::Allowed> allowed_lines() {
    return fidelity::read_allowed(fidelity::read_text(recordings + "/allowed.txt"));
}

class Simulated : public testing::TestWithParam<std::string> {};

INSTANTIATE_TEST_SUITE_P(Recorded, Simulated, testing::ValuesIn(stories()), [](const auto& story) {
    std::string name = story.param;
    std::ranges::replace(name, '-', '_');
    return name;
});

TEST_P(Simulated, SaysShowsAndAnswersWhatTheRecordingHas) {
    auto allowed = allowed_lines();
    const fidelity::Report report = report_of(GetParam(), allowed);
    EXPECT_TRUE(report.equal()) << to_text(report);
    for (const fidelity::Part& part : report.parts) {
        EXPECT_GT(part.equal + part.not_compared, 0U) << part.name;
    }
}

TEST(Allowed, EveryKindOfLineIsNeededByARecordingAndARun) {
    auto allowed = allowed_lines();
    for (const std::string& name : stories()) (void)report_of(name, allowed);
    for (const fidelity::Allowed& each : allowed) {
        EXPECT_GT(each.lines, 0U) << "allowed.txt:" << each.line << ": no log has such a line";
        EXPECT_FALSE(each.reason.empty()) << "allowed.txt:" << each.line;
    }
    std::cout << allowed.size() << " kinds of lines are allowed to differ\n";
}

}  // namespace
}  // namespace sim::simrun
