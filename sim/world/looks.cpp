#include "sim/world/looks.hpp"

#include <algorithm>
#include <numeric>

#include "engine/assert.hpp"
#include "failover/words/admin.hpp"
#include "failover/words/client.hpp"
#include "failover/words/database.hpp"
#include "sim/facts/watchdog_row.hpp"
#include "sim/world/replication.hpp"
#include "sim/world/world.hpp"

namespace sim::world {

namespace {

using facts::PoolColumn;
using facts::ReplicationColumn;
using scenario::TableKind;

std::uint32_t low(std::int64_t value) { return static_cast<std::uint32_t>(value); }
std::uint32_t high(std::int64_t value) {
    return static_cast<std::uint32_t>(static_cast<std::uint64_t>(value) >> 32U);
}

std::int64_t& cell(std::vector<std::int64_t>& row, PoolColumn column) {
    return row[static_cast<std::size_t>(column)];
}
std::int64_t& cell(std::vector<std::int64_t>& row, ReplicationColumn column) {
    return row[static_cast<std::size_t>(column)];
}

// All databases of a story are of one version, as far as their views go.
std::int32_t version_of(const World& world) {
    return world.plan->scenario.databases.front().version;
}

std::vector<std::int64_t> pool_row(const World& world, std::span<const std::int64_t> words) {
    std::vector<std::int64_t> row(facts::pool_columns, -1);
    cell(row, PoolColumn::node_id) = words[0];
    cell(row, PoolColumn::hostname) = words[0];
    cell(row, PoolColumn::port) =
        world.plan->scenario.databases[static_cast<std::size_t>(words[0])].port;
    cell(row, PoolColumn::status) = words[1];
    cell(row, PoolColumn::role) = words[2] != 0 ? 0 : 1;
    cell(row, PoolColumn::select_cnt) = words[3];
    cell(row, PoolColumn::load_balance_node) = words[4];
    cell(row, PoolColumn::replication_delay) = words[5];
    cell(row, PoolColumn::lb_weight) = words[6];
    return row;
}

std::vector<std::int64_t> replication_row(const World& world, std::span<const std::int64_t> words) {
    std::vector<std::int64_t> row(facts::replication_columns, -1);
    const StreamLags lags = lags_of(world, static_cast<std::int32_t>(words[1]));
    cell(row, ReplicationColumn::pid) = words[0];
    cell(row, ReplicationColumn::usesysid) = facts::superuser_id;
    cell(row, ReplicationColumn::usename) = 0;
    cell(row, ReplicationColumn::application_name) = words[1];
    cell(row, ReplicationColumn::client_addr) = words[1];
    cell(row, ReplicationColumn::client_port) = words[2];
    cell(row, ReplicationColumn::backend_start) = words[3];
    cell(row, ReplicationColumn::state) = words[4];
    cell(row, ReplicationColumn::sent_location) = words[5];
    cell(row, ReplicationColumn::write_location) = words[6];
    cell(row, ReplicationColumn::flush_location) = words[7];
    cell(row, ReplicationColumn::replay_location) = words[8];
    cell(row, ReplicationColumn::sync_priority) = words[9];
    cell(row, ReplicationColumn::sync_state) = words[10];
    cell(row, ReplicationColumn::sent_lsn) = words[5];
    cell(row, ReplicationColumn::write_lsn) = words[6];
    cell(row, ReplicationColumn::flush_lsn) = words[7];
    cell(row, ReplicationColumn::replay_lsn) = words[8];
    cell(row, ReplicationColumn::write_lag) = lags.written;
    cell(row, ReplicationColumn::flush_lag) = lags.flushed;
    cell(row, ReplicationColumn::replay_lag) = lags.replayed;
    cell(row, ReplicationColumn::reply_time) = lags.replied;
    return row;
}

// The head of the answer stands in every row.
facts::WatchdogRow watchdog_row(const Message& answer, std::span<const std::int64_t> words) {
    using Column = facts::WatchdogColumn;
    facts::WatchdogRow row{};
    facts::cell(row, Column::node) = words[0];
    facts::cell(row, Column::named) = words[1] > 0 ? 1 : 0;
    facts::cell(row, Column::delegate_address) = words[1] > 1 ? 1 : 0;
    facts::cell(row, Column::status) = words[2];
    facts::cell(row, Column::priority) = words[3];
    facts::cell(row, Column::total_nodes) = answer.words[0];
    facts::cell(row, Column::remote_nodes) = answer.words[0] - 1;
    facts::cell(row, Column::vip_up) = answer.words[1];
    facts::cell(row, Column::leader) = answer.words[2];
    facts::cell(row, Column::quorum) = answer.words[3];
    facts::cell(row, Column::alive_remote_nodes) = answer.words[4];
    return row;
}

std::size_t width_of(TableKind kind) {
    switch (kind) {
        case TableKind::pool_nodes:
            return failover::client::pool_node_words;
        case TableKind::stat_replication:
            return failover::database::replication_row_words;
        case TableKind::watchdog_info:
            return failover::admin::watchdog_node_words;
    }
    return 1;
}

/// What a client sees of a row, in this order.
std::vector<std::uint8_t> columns_of(const World& world, TableKind kind) {
    if (kind == TableKind::stat_replication) {
        return facts::replication_columns_of(version_of(world));
    }
    const bool pool = kind == TableKind::pool_nodes;
    std::vector<std::uint8_t> columns(
        static_cast<std::size_t>(pool ? facts::pool_columns : facts::watchdog_columns));
    std::iota(columns.begin(), columns.end(), std::uint8_t{0});
    return columns;
}

std::vector<std::int64_t> row_of(const World& world, TableKind kind, const Message& answer,
                                 std::span<const std::int64_t> words) {
    if (kind == TableKind::pool_nodes) return pool_row(world, words);
    if (kind == TableKind::stat_replication) return replication_row(world, words);
    const facts::WatchdogRow row = watchdog_row(answer, words);
    return {row.begin(), row.end()};
}

void record_pool_row(World& world, std::span<const std::int64_t> words) {
    world.kernel.fact(
        Kind::pool_nodes_row,
        {low(words[0]) | low(words[1]) << 8U | low(words[2]) << 16U | low(words[4]) << 24U,
         low(words[3]), low(words[5]), high(words[5]), low(words[6])});
}

void record_replication_row(World& world, std::span<const std::int64_t> words) {
    Kernel& kernel = world.kernel;
    kernel.fact(Kind::replication_row,
                {low(words[1]), low(words[0]), low(words[2]),
                 low(words[4]) | low(words[10]) << 8U | low(words[9]) << 16U, 0});
    kernel.fact(Kind::replication_row,
                {low(words[5]), high(words[5]), low(words[6]), high(words[6]), 1});
    kernel.fact(Kind::replication_row,
                {low(words[7]), high(words[7]), low(words[8]), high(words[8]), 2});
    const StreamLags lags = lags_of(world, static_cast<std::int32_t>(words[1]));
    kernel.fact(Kind::replication_row,
                {low(words[3]), high(words[3]), low(lags.replied), high(lags.replied), 3});
    kernel.fact(Kind::replication_row,
                {low(lags.written), low(lags.flushed), low(lags.replayed), 0, 4});
}

// The same table without being anybody's session. None: nobody would answer.
std::optional<Message> peek(const World& world, const scenario::Look& look) {
    const auto target = static_cast<std::size_t>(look.target);
    if (look.kind == TableKind::pool_nodes) {
        const ProxyHost& proxy = world.proxies[target];
        if (!proxy.beliefs.serves) return std::nullopt;
        return speaker(proxy).shown();
    }
    if (world.databases[target].state != DatabaseState::running) return std::nullopt;
    return replication_view(world, look.target, world.kernel.now());
}

}  // namespace

facts::Cells cells_of(const World& world, TableKind kind, const Message& answer) {
    facts::Cells cells;
    cells.kind = static_cast<facts::TableOf>(kind);
    cells.columns = columns_of(world, kind);
    const std::size_t width = width_of(kind);
    const std::span<const std::int64_t> blob(answer.blob);
    for (std::size_t i = 0; i + width <= blob.size(); i += width) {
        const auto row = row_of(world, kind, answer, blob.subspan(i, width));
        auto& shown = cells.rows.emplace_back();
        for (const std::uint8_t column : cells.columns) shown.push_back(row[column]);
    }
    return cells;
}

bool table_matches(const scenario::Table& expected, const facts::Cells& seen) {
    const facts::Cells wanted{seen.kind, expected.columns, expected.rows};
    return facts::compare(wanted, seen, expected.partial).none();
}

void record_rows(World& world, LookOf of, TableKind kind, const Message& answer) {
    const std::size_t width = width_of(kind);
    const std::span<const std::int64_t> blob(answer.blob);
    const std::size_t rows = blob.size() / width;
    world.kernel.fact(Kind::look, {of.step, of.index, static_cast<std::uint32_t>(rows),
                                   static_cast<std::uint32_t>(kind),
                                   static_cast<std::uint32_t>(version_of(world))});
    for (std::size_t r = 0; r < rows; ++r) {
        const auto words = blob.subspan(r * width, width);
        if (kind == TableKind::pool_nodes) record_pool_row(world, words);
        if (kind == TableKind::stat_replication) record_replication_row(world, words);
        if (kind == TableKind::watchdog_info) {
            world.kernel.fact(Kind::watchdog_row, facts::packed(watchdog_row(answer, words)));
        }
    }
}

void next_look(World& world, std::uint32_t step) {
    StepState& state = world.story.steps[step];
    const auto& looks = world.plan->scenario.steps[step].looks;
    if (state.next_look >= looks.size()) {
        on_step_looked(world, step);
        return;
    }
    const scenario::Look& look = looks[state.next_look];
    if (look.peek) {
        const auto shown = peek(world, look);
        return take_look(world, step, shown ? &*shown : nullptr);
    }
    Dialogue wanted;
    wanted.name = world.plan->client_index("operator");
    if (look.kind == TableKind::pool_nodes) {
        wanted.proxy = look.target;
        wanted.query = scenario::Query::show_pool_nodes;
    } else if (look.kind == TableKind::watchdog_info) {
        wanted.proxy = look.target;
        wanted.admin = true;
        wanted.command = failover::admin::Command::watchdog_info;
    } else {
        wanted.database = look.target;
        wanted.query = scenario::Query::replication_view;
    }
    const std::uint32_t dialogue = start_dialogue(world, wanted);
    world.story.steps[step].look_dialogue = dialogue;
}

void take_look(World& world, std::uint32_t step, const Message* answer) {
    const std::uint32_t index = world.story.steps[step].next_look;
    const scenario::Look& look = world.plan->scenario.steps[step].looks[index];
    if (answer != nullptr) {
        record_rows(world, {step, index}, look.kind, *answer);
    } else {
        world.kernel.fact(Kind::look,
                          {step, index, UINT32_MAX, static_cast<std::uint32_t>(look.kind), 0});
    }
    const bool as_expected =
        !look.expected ||
        (answer != nullptr && table_matches(*look.expected, cells_of(world, look.kind, *answer)));
    if (!as_expected) fail_step(world, step, facts::first_look + index);
    StepState& state = world.story.steps[step];
    ++state.next_look;
    state.look_dialogue = UINT32_MAX;
    next_look(world, step);
}

bool found_in(const World& world, std::int32_t proxy, const failover::Log& line,
              const scenario::Pattern& pattern) {
    SIM_ASSERT(world.words != nullptr);
    const std::vector<std::string> texts = world.words->lines(proxy, line);
    return std::any_of(texts.begin(), texts.end(),
                       [&](const std::string& text) { return pattern.found_in(text); });
}

bool line_matches(const World& world, std::int32_t proxy,
                  const scenario::LogExpectation::Line& expected, const failover::Log& line) {
    const bool same_text = std::find(expected.same_text.begin(), expected.same_text.end(),
                                     line.id) != expected.same_text.end();
    if (expected.pattern) {
        const bool possible = expected.id == line.id || same_text;
        return possible && found_in(world, proxy, line, *expected.pattern);
    }
    if (same_text) return true;
    if (expected.id != line.id) return false;
    for (std::size_t a = 0; a < expected.arguments.size() && a < line.arguments.size(); ++a) {
        if (expected.arguments[a] && *expected.arguments[a] != line.arguments[a]) return false;
    }
    return true;
}

}  // namespace sim::world
