// What is constant while a scenario runs: the scenario, the logic, and the names of choices as
// hashed segments, made once so that no string is built on the way.
#pragma once

#include <string>
#include <vector>

#include "engine/choices.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/world/logic_box.hpp"

namespace sim::world {

struct Plan {
    Plan(const scenario::Scenario& story, const LogicEntry& entry);

    scenario::Scenario scenario;
    LogicEntry logic;
    std::vector<failover::Setup> setups;           ///< per proxy
    std::vector<std::string> virtual_addresses;    ///< per proxy: its delegate_IP
    std::vector<std::string> interface_names;      ///< per host
    std::vector<engine::Question> proxy_names;     ///< host name of each proxy
    std::vector<engine::Question> database_names;  ///< host name / "database"
    std::vector<engine::Question> host_names;
    std::vector<engine::Segment> host_segments;
    std::vector<scenario::LinkQuality> qualities;  ///< [from * hosts + to]; none: all undisturbed
    std::vector<engine::Segment> role_names;       ///< per role of the logic
    std::vector<std::string> clients;              ///< names of clients and loads
    std::vector<engine::Question> round_trips;     ///< per load: name / "round_trip"
    std::vector<engine::Segment> watchdog_kinds;   ///< per Message::kind
    std::vector<engine::Segment> ipc_kinds;
    bool conditions_read_loads = false;  ///< some condition asks what a load's client saw, or a lag
    failover::Duration grace{};          ///< see derived_span()

    [[nodiscard]] const std::string& proxy_name(std::int32_t proxy) const;
    [[nodiscard]] const std::string& database_name(std::int32_t database) const;
    [[nodiscard]] std::string_view kind_name(failover::Plane plane, std::uint16_t kind) const;
    [[nodiscard]] engine::Segment kind_segment(failover::Plane plane, std::uint16_t kind) const;
    [[nodiscard]] std::uint32_t client_index(std::string_view name) const;
};

}  // namespace sim::world
