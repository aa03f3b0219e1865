// A run as data: the cluster, then steps from top to bottom. What scenario-format.md describes,
// checked and compiled: names are ids, spans are nanoseconds, messages and tables are typed.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/choices.hpp"
#include "sim/scenario/cluster.hpp"
#include "sim/scenario/story.hpp"
#include "sim/scenario/words.hpp"

namespace sim::scenario {

/// Clients that work all the time: one session, one transaction after the other.
struct Load {
    enum class Kind : std::uint8_t { write, read, hold } kind = Kind::write;
    std::string name;
    ProxyId via;
    std::optional<HostId> from;  ///< the host of its client; none: the proxy's own
    Duration every{};            ///< 1 / rate; 0: as `think` says
    Span think;                  ///< from the end of one transaction to the beginning of the next
    Span retry;                  ///< from the end of a session to the next attempt
    Span holds;  ///< of Kind::hold: how long a transaction stays open before it commits
    bool operator==(const Load&) const = default;
};

/// What must happen in a share of the seeds.
struct Sometimes {
    Observation seen;
    std::int64_t share_millionths = 0;  ///< at least so many, and at least one
};

/// A pinned choice: its name as written, and the question it means.
struct PinSpec {
    std::string name;
    engine::Pin pin;
    Place place;
};

struct Waiver {
    std::string oracle;
    std::string reason;
    Place place;
    bool operator==(const Waiver&) const = default;
};

struct Scenario {
    std::string path;
    std::string title;
    std::string source;
    std::string variant;  ///< which one this is; empty: the story itself
    std::uint64_t seed = 0;
    std::int64_t date_seconds = 0;  ///< wall clock at t = 0, UTC seconds since 1970
    std::int32_t date_offset_seconds = 0;
    std::string outcome;  ///< empty, or the id of the oracle that must be violated
    std::string logic = "interlock";
    std::string dialect = "v8r3";
    bool serving_at_start = true;
    bool settle = true;

    std::vector<HostSpec> hosts;
    std::vector<LinkSpec> links;
    std::vector<DatabaseSpec> databases;
    std::vector<ProxySpec> proxies;
    std::vector<PinSpec> pins;
    std::vector<Step> steps;
    std::vector<Observation> always;
    std::vector<Observation> never;
    std::vector<Sometimes> sometimes;
    std::vector<std::string> names;  ///< given with `as`, in order of the file
    std::vector<Load> loads;
    std::vector<Waiver> waivers;
};

}  // namespace sim::scenario
