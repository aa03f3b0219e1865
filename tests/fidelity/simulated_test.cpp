// The recorded stories, run: what the simulated proxies log, show and write to their status files
// against what the real ones did.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <stdexcept>

#include "reports/log.hpp"
#include "sim/facts/facts.hpp"
#include "sim/simrun/prepared.hpp"
#include "sim/simrun/program.hpp"
#include "tests/fidelity/allowed.hpp"
#include "tests/fidelity/compare.hpp"
#include "tests/fidelity/tables.hpp"

namespace fidelity {
namespace {

const std::string recordings = "tests/recordings/pgpool-3.6/";
const std::vector<std::string> stories{"stale_down", "stale_down_persisted",
                                       "standby_down_up_without_restart", "primary_failover"};

/// A recorded story, run once with its logs kept.
struct Told {
    sim::simrun::Prepared prepared;
    sim::world::Run run;
    int exit_code = 0;
};

Told tell(const std::string& story) {
    std::string said;
    sim::simrun::Output out(said);
    sim::simrun::Output err(said);
    const sim::simrun::Surroundings with{sim::simrun::builtin_logics(), out, err};
    sim::simrun::Request request;
    request.paths = {SIMRUN_SOURCE_DIR "/scenarios/recorded/" + story + ".toml"};
    auto prepared = sim::simrun::prepare(request, with);
    if (!prepared) throw std::runtime_error(said);
    sim::world::RunOptions options;
    options.level = engine::Level::messages;
    options.seed = prepared->scenario.seed;
    auto run = sim::simrun::run(*prepared, options, with);
    if (!run) throw std::runtime_error(said);
    prepared->cluster.serving = run->serving;
    const int exit_code = sim::simrun::Judged(*prepared, *run).verdict.exit_code();
    return {std::move(*prepared), std::move(*run), exit_code};
}

/// Once for all tests of this program.
const Told& told(const std::string& story) {
    static std::map<std::string, Told> known;
    const auto found = known.find(story);
    return found != known.end() ? found->second : known.emplace(story, tell(story)).first->second;
}

/// `proxy` from 1, as the recordings count.
std::string simulated_log(const std::string& story, std::int32_t proxy) {
    const Told& one = told(story);
    return reports::render_log(reports::log_lines(one.run.records, failover::ProxyId{proxy - 1}),
                               one.prepared.cluster, *one.prepared.dialect);
}

std::string recorded_log(const std::string& story, std::int32_t proxy) {
    return read_text(recordings + story + "/pgpool" + std::to_string(proxy) + ".log");
}

/// The story's recorded files whose names begin so, in order.
std::vector<std::string> recorded_files(const std::string& story, const std::string& begin) {
    std::vector<std::string> paths;
    const std::string folder = recordings + story + "/";
    for (const auto& entry : std::filesystem::directory_iterator(SIMRUN_SOURCE_DIR "/" + folder)) {
        const std::string name = entry.path().filename().string();
        if (name.starts_with(begin)) paths.push_back(folder + name);
    }
    std::ranges::sort(paths);
    return paths;
}

class Simulated : public testing::TestWithParam<std::string> {};

INSTANTIATE_TEST_SUITE_P(Recorded, Simulated, testing::ValuesIn(stories),
                         [](const auto& story) { return story.param; });

TEST_P(Simulated, EveryTableIsAsTheRecordingShowsIt) {
    const Told& one = told(GetParam());
    EXPECT_TRUE(one.run.as_expected) << "simrun scenarios/recorded/" << GetParam() << ".toml";
    EXPECT_EQ(one.exit_code, 0);
}

/// The tables that the story expects, by proxy, in order.
std::vector<std::vector<Row>> expected_tables(const sim::scenario::Scenario& story,
                                              std::int32_t proxy) {
    std::vector<std::vector<Row>> tables;
    for (const auto& step : story.steps) {
        for (const auto& look : step.looks) {
            const bool ours = look.kind == sim::scenario::TableKind::pool_nodes &&
                              look.target == proxy - 1 && look.expected.has_value();
            if (ours) tables.push_back(read_table(look.expected->source));
        }
    }
    return tables;
}

TEST_P(Simulated, TheTablesInTheStoryAreTheRecordedOnes) {
    const auto paths = recorded_files(GetParam(), "pool_nodes-");
    for (const std::int32_t proxy : {1, 2}) {
        std::vector<std::vector<Row>> recorded;
        for (const std::string& path : paths) {
            for (const Snapshot& snapshot : read_snapshots(read_text(path))) {
                const bool ours = snapshot.via == "pgpool" + std::to_string(proxy);
                if (ours) recorded.push_back(snapshot.table);
            }
        }
        EXPECT_FALSE(recorded.empty());
        EXPECT_EQ(expected_tables(told(GetParam()).prepared.scenario, proxy), recorded);
    }
}

TEST_P(Simulated, TheLogsSayTheSame) {
    auto allowed = read_allowed(read_text("tests/fidelity/allowed.txt"));
    for (const std::int32_t proxy : {1, 2}) {
        const Log recorded = without_allowed(parse_log(recorded_log(GetParam(), proxy)), allowed);
        const Log simulated = without_allowed(parse_log(simulated_log(GetParam(), proxy)), allowed);
        EXPECT_THAT(simulated.strange, testing::IsEmpty());
        EXPECT_EQ(describe(compare(streams(recorded), streams(simulated))), "")
            << GetParam() << ", pgpool" << proxy;
    }
}

TEST_P(Simulated, FixedDelaysAreTheProducts) {
    for (const std::int32_t proxy : {1, 2}) {
        const auto recorded = fixed_delays(parse_log(recorded_log(GetParam(), proxy)));
        const auto simulated = fixed_delays(parse_log(simulated_log(GetParam(), proxy)));
        EXPECT_EQ(simulated.size(), recorded.size()) << "pgpool" << proxy;
        for (const Delay& delay : simulated) {
            EXPECT_LE(std::abs(delay.measured - delay.nominal), delay_tolerance)
                << "pgpool" << proxy << ": " << delay.name << " took " << delay.measured << " ms";
        }
    }
}

/// What `proxy`'s status file says at `at`: as last written by then.
std::vector<std::string> status_file(const sim::world::Run& run, std::int32_t proxy,
                                     engine::TrueTime at) {
    constexpr std::array<const char*, 4> words{"up", "down", "unused", "?"};
    std::vector<std::string> lines;
    for (const engine::Record& record : run.records) {
        const bool ours = record.kind == static_cast<std::uint16_t>(sim::facts::Kind::saved) &&
                          record.words[0] == static_cast<std::uint32_t>(proxy - 1) &&
                          record.at() <= at;
        if (!ours) continue;
        lines.clear();
        for (std::uint32_t line = 0; line < record.words[1]; ++line) {
            lines.emplace_back(words[record.words[2] >> (2 * line) & 3U]);
        }
    }
    return lines;
}

/// How long after its table each of `proxy`'s files was read.
std::vector<std::chrono::milliseconds> reading_delays(const std::string& story,
                                                      const std::string& via) {
    std::vector<std::int64_t> looked;
    for (const std::string& path : recorded_files(story, "pool_nodes-")) {
        for (const Snapshot& snapshot : read_snapshots(read_text(path))) {
            if (snapshot.via == via) looked.push_back(snapshot.time);
        }
    }
    std::vector<std::chrono::milliseconds> delays;
    for (const std::string& path : recorded_files(story, "pgpool_status-")) {
        for (const StatusText& file : read_status_files(read_text(path))) {
            if (file.via == via) delays.emplace_back(file.time - looked.at(delays.size()));
        }
    }
    return delays;
}

/// What the simulated file says at the recorded readings.
std::vector<std::vector<std::string>> simulated_files(const std::string& story,
                                                      std::int32_t proxy) {
    const Told& one = told(story);
    const auto delays = reading_delays(story, "pgpool" + std::to_string(proxy));
    std::vector<std::vector<std::string>> files;
    for (const auto& step : one.prepared.scenario.steps) {
        if (step.looks.empty() || step.looks[0].target != proxy - 1) continue;
        const engine::TrueTime looked = one.run.serving + step.at.value();
        files.push_back(status_file(one.run, proxy, looked + delays.at(files.size())));
    }
    return files;
}

TEST_P(Simulated, TheStatusFilesSayWhatTheRecordedOnesSay) {
    for (const std::int32_t proxy : {1, 2}) {
        std::vector<std::vector<std::string>> recorded;
        for (const std::string& path : recorded_files(GetParam(), "pgpool_status-")) {
            for (const StatusText& file : read_status_files(read_text(path))) {
                if (file.via == "pgpool" + std::to_string(proxy)) recorded.push_back(file.lines);
            }
        }
        EXPECT_FALSE(recorded.empty());
        EXPECT_EQ(simulated_files(GetParam(), proxy), recorded) << "pgpool" << proxy;
    }
}

}  // namespace
}  // namespace fidelity
