// Tables as people paste them, compiled to typed cells (sim/facts/tables.hpp).
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>

#include "sim/facts/tables.hpp"
#include "sim/scenario/context.hpp"
#include "sim/scenario/limits.hpp"
#include "sim/scenario/pcp.hpp"

namespace sim::scenario {

namespace {

enum class CellKind : std::uint8_t {
    number,
    backend_host,
    status,
    millionths,
    role,
    truth,  // of show pool_nodes
    constant,
    application,
    address,
    empty_or_number,
    time,
    state,
    position,
    sync_state,
    lag,
};

struct Column {
    std::string_view name;
    CellKind kind;
};

/// In the order of facts::PoolColumn.
constexpr std::array pool_columns{
    Column{"node_id", CellKind::number},
    Column{"hostname", CellKind::backend_host},
    Column{"port", CellKind::number},
    Column{"status", CellKind::status},
    Column{"lb_weight", CellKind::millionths},
    Column{"role", CellKind::role},
    Column{"select_cnt", CellKind::number},
    Column{"load_balance_node", CellKind::truth},
    Column{"replication_delay", CellKind::number},
};
static_assert(pool_columns.size() == facts::pool_columns);

/// In the order of facts::ReplicationColumn. A user's name and a client's host name carry no fact
/// of the run: one user, no name resolution.
constexpr std::array replication_columns{
    Column{"pid", CellKind::number},
    Column{"usesysid", CellKind::number},
    Column{"usename", CellKind::constant},
    Column{"application_name", CellKind::application},
    Column{"client_addr", CellKind::address},
    Column{"client_hostname", CellKind::empty_or_number},
    Column{"client_port", CellKind::number},
    Column{"backend_start", CellKind::time},
    Column{"backend_xmin", CellKind::empty_or_number},
    Column{"state", CellKind::state},
    Column{"sent_location", CellKind::position},
    Column{"write_location", CellKind::position},
    Column{"flush_location", CellKind::position},
    Column{"replay_location", CellKind::position},
    Column{"sync_priority", CellKind::number},
    Column{"sync_state", CellKind::sync_state},
    Column{"sent_lsn", CellKind::position},
    Column{"write_lsn", CellKind::position},
    Column{"flush_lsn", CellKind::position},
    Column{"replay_lsn", CellKind::position},
    Column{"write_lag", CellKind::lag},
    Column{"flush_lag", CellKind::lag},
    Column{"replay_lag", CellKind::lag},
    Column{"reply_time", CellKind::time},
};
static_assert(replication_columns.size() == facts::replication_columns);

std::span<const Column> columns_of(TableKind kind) {
    if (kind == TableKind::stat_replication) return replication_columns;
    return pool_columns;
}

std::string_view name_of(TableKind kind) {
    switch (kind) {
        case TableKind::pool_nodes:
            return "pool_nodes";
        case TableKind::stat_replication:
            return "stat_replication";
        case TableKind::watchdog_info:
            return "watchdog_info";
    }
    return "";
}

struct Piece {
    std::string_view text;
    std::size_t offset = 0;
};

Piece trimmed(Piece piece) {
    while (!piece.text.empty() && (piece.text.front() == ' ' || piece.text.front() == '\t')) {
        piece.text.remove_prefix(1);
        ++piece.offset;
    }
    while (!piece.text.empty() &&
           (piece.text.back() == ' ' || piece.text.back() == '\t' || piece.text.back() == '\r')) {
        piece.text.remove_suffix(1);
    }
    return piece;
}

std::vector<Piece> split(Piece piece, char separator) {
    std::vector<Piece> parts;
    std::size_t begin = 0;
    while (true) {
        const std::size_t end = piece.text.find(separator, begin);
        parts.push_back({piece.text.substr(begin, end - begin), piece.offset + begin});
        if (end == std::string_view::npos) return parts;
        begin = end + 1;
    }
}

/// A rule under the header, or psql's `(3 rows)`.
bool is_decoration(std::string_view line) {
    if (line.find_first_not_of("-+ ") == std::string_view::npos) return true;
    return line.starts_with('(') && (line.ends_with(" rows)") || line.ends_with(" row)"));
}

std::string lower(std::string_view text) {
    std::string result(text);
    for (char& c : result) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return result;
}

/// "2023-08-04 15:10:52.719000+08" as nanoseconds since 1970; none if it is no such time.
std::optional<std::int64_t> read_time(std::string_view text) {
    const auto field = [&](std::size_t at, std::size_t size) -> std::int64_t {
        const auto value =
            at + size <= text.size() ? read_integer(text.substr(at, size)) : std::nullopt;
        return value.value_or(-1);
    };
    const std::int64_t year = field(0, 4);
    const std::int64_t hour = field(11, 2);
    const std::int64_t minute = field(14, 2);
    const std::int64_t second = field(17, 2);
    const std::chrono::year_month_day day{std::chrono::year{static_cast<int>(year)},
                                          std::chrono::month{static_cast<unsigned>(field(5, 2))},
                                          std::chrono::day{static_cast<unsigned>(field(8, 2))}};
    if (year < 0 || hour < 0 || minute < 0 || second < 0 || !day.ok()) return std::nullopt;
    std::int64_t nanoseconds = 0;
    std::size_t at = 19;
    if (at < text.size() && text[at] == '.') {
        std::int64_t unit = 100'000'000;
        for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, unit /= 10) {
            nanoseconds += unit * (text[at] - '0');
        }
    }
    std::int64_t offset = 0;
    if (at < text.size()) {
        const auto hours = read_integer(text.substr(text[at] == '+' ? at + 1 : at));
        if (!hours || *hours < -15 || *hours > 15) return std::nullopt;
        offset = *hours * 3'600;
    }
    const std::int64_t days = std::chrono::sys_days{day}.time_since_epoch().count();
    const std::int64_t seconds = days * 86'400 + hour * 3'600 + minute * 60 + second - offset;
    return seconds * 1'000'000'000 + nanoseconds;
}

/// Reads one pasted table.
class TableReader {
  public:
    TableReader(Context& context, const Entry& value, TableKind kind)
        : context_(context), value_(value), kind_(kind) {}

    std::optional<Table> read(bool partial) {
        table_.kind = kind_;
        table_.partial = partial;
        table_.source = value_.text;
        table_.place = value_.spot.place;
        for (const Piece& line : split({value_.text, 0}, '\n')) {
            const Piece content = trimmed(line);
            if (content.text.empty() || is_decoration(content.text)) continue;
            if (table_.columns.empty())
                header(content);
            else
                row(content);
            if (broken_) return std::nullopt;
        }
        if (table_.columns.empty()) complain({"", 0}, "a table needs a line with column names");
        check_rows();
        if (broken_) return std::nullopt;
        return std::move(table_);
    }

  private:
    void complain(const Piece& piece, std::string message, std::string help = {}) {
        broken_ = true;
        context_.reader.complain_inside(
            value_, {piece.offset, std::max<std::size_t>(piece.text.size(), 1), std::move(message),
                     std::move(help)});
    }

    void header(const Piece& line) {
        const auto columns = columns_of(kind_);
        std::vector<std::string_view> names;
        for (const Column& column : columns) names.push_back(column.name);
        for (const Piece& cell : split(line, '|')) {
            const Piece name = trimmed(cell);
            const std::string small = lower(name.text);
            const auto found = std::ranges::find(names, small);
            if (found == names.end()) {
                complain(name, fmt::format("{} has no column `{}`", name_of(kind_), name.text),
                         did_you_mean(small, names));
                return;
            }
            const auto index = static_cast<std::uint8_t>(found - names.begin());
            if (std::ranges::find(table_.columns, index) != table_.columns.end()) {
                complain(name, fmt::format("the column `{}` stands here twice", name.text));
            }
            check_version(name, index);
            table_.columns.push_back(index);
        }
    }
    /// Columns of the replication view came and went with versions.
    void check_version(const Piece& name, std::uint8_t index) {
        const auto& databases = context_.scenario.databases;
        if (kind_ != TableKind::stat_replication || databases.empty()) return;
        const auto there = facts::replication_columns_of(databases.front().version);
        if (std::ranges::find(there, index) != there.end()) return;
        complain(name, fmt::format("this version's view has no column `{}`", name.text),
                 "[database] version says which it is");
    }

    void row(const Piece& line) {
        const std::vector<Piece> cells = split(line, '|');
        if (cells.size() != table_.columns.size()) {
            complain(line, fmt::format("this row has {} cells, the table {} columns", cells.size(),
                                       table_.columns.size()));
            return;
        }
        if (table_.rows.size() == limits::table_rows) {
            complain(line, fmt::format("a table of more than {} rows", limits::table_rows));
            return;
        }
        std::vector<std::int64_t> values;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            const Column& column = columns_of(kind_)[table_.columns[i]];
            const auto value = cell(trimmed(cells[i]), column);
            values.push_back(value.value_or(-1));
        }
        table_.rows.push_back(std::move(values));
    }

    /// One of a few words, as its number.
    std::optional<std::int64_t> word(const Piece& piece, const Column& column,
                                     std::span<const std::string_view> words) {
        const auto found = std::ranges::find(words, piece.text);
        if (found != words.end()) return found - words.begin();
        complain(piece, fmt::format("`{}` is never printed in {}", piece.text, column.name),
                 did_you_mean(piece.text, words));
        return std::nullopt;
    }

    std::optional<std::int64_t> cell(const Piece& piece, const Column& column) {
        constexpr std::array<std::string_view, 4> statuses{"unused", "waiting", "up", "down"};
        constexpr std::array<std::string_view, 2> roles{"primary", "standby"};
        constexpr std::array<std::string_view, 2> truths{"false", "true"};
        constexpr std::array<std::string_view, 3> states{"startup", "catchup", "streaming"};
        constexpr std::array<std::string_view, 4> sync_states{"async", "potential", "sync",
                                                              "quorum"};
        switch (column.kind) {
            case CellKind::number:
                return number(piece, column);
            case CellKind::empty_or_number:
                if (piece.text.empty()) return -1;
                return number(piece, column);
            case CellKind::constant:
                return 0;
            case CellKind::status:
                return word(piece, column, statuses);
            case CellKind::role:
                return word(piece, column, roles);
            case CellKind::truth:
                return word(piece, column, truths);
            case CellKind::state:
                return word(piece, column, states);
            case CellKind::sync_state:
                return word(piece, column, sync_states);
            case CellKind::backend_host:
            case CellKind::application:
            case CellKind::address:
                return database(piece, column);
            case CellKind::millionths:
                return read(piece, read_millionths(piece.text));
            case CellKind::position:
                if (piece.text.empty()) return -1;
                return read(piece, read_lsn(piece.text));
            case CellKind::time:
                return time(piece);
            case CellKind::lag:
                return lag(piece, column);
        }
        return std::nullopt;
    }
    std::optional<std::int64_t> number(const Piece& piece, const Column& column) {
        const auto value = read_integer(piece.text);
        if (!value) {
            complain(piece, fmt::format("{} is a number, not `{}`", column.name, piece.text));
        }
        return value;
    }
    template <class T>
    std::optional<std::int64_t> read(const Piece& piece, const Read<T>& result) {
        if (result.value) return static_cast<std::int64_t>(*result.value);
        complain(piece, result.message, result.help);
        return std::nullopt;
    }
    /// Nanoseconds from t = 0: the view prints the wall clock.
    std::optional<std::int64_t> time(const Piece& piece) {
        const auto value = read_time(piece.text);
        if (!value) {
            complain(piece, fmt::format("`{}` is no time", piece.text),
                     "like 2023-08-04 15:10:52.719000+08");
            return std::nullopt;
        }
        return *value - context_.scenario.date_seconds * 1'000'000'000;
    }
    /// "00:00:00.000812": that there is one is all that is compared.
    std::optional<std::int64_t> lag(const Piece& piece, const Column& column) {
        if (piece.text.empty()) return -1;
        if (piece.text.find_first_not_of("0123456789:.") == std::string_view::npos) return 0;
        complain(piece, fmt::format("{} is a span, not `{}`", column.name, piece.text),
                 "like 00:00:00.000812");
        return std::nullopt;
    }
    std::optional<std::int64_t> database(const Piece& piece, const Column& column) {
        std::vector<std::string_view> valid;
        const Scenario& scenario = context_.scenario;
        for (std::size_t i = 0; i < scenario.databases.size(); ++i) {
            const HostSpec& host =
                scenario.hosts[static_cast<std::size_t>(scenario.databases[i].host.value)];
            const std::string& name = column.kind == CellKind::application
                                          ? scenario.databases[i].application_name
                                          : host.address;
            if (piece.text == name) return static_cast<std::int64_t>(i);
            valid.push_back(name);
        }
        complain(piece, fmt::format("no database has the {} `{}`", column.name, piece.text),
                 did_you_mean(piece.text, valid));
        return std::nullopt;
    }

    /// `show pool_nodes` has one row for each backend, always.
    void check_rows() {
        if (broken_ || kind_ != TableKind::pool_nodes || table_.partial) return;
        const std::size_t backends = context_.scenario.databases.size();
        if (table_.rows.size() == backends) return;
        complain({"", 0},
                 fmt::format("this table has {} rows, there are {} databases", table_.rows.size(),
                             backends),
                 "a table that leaves out rows says so: { table = \"\"\"…\"\"\", partial = true }");
    }

    Context& context_;
    const Entry& value_;
    TableKind kind_;
    Table table_;
    bool broken_ = false;
};

}  // namespace

std::optional<Table> compile_table(Context& context, const Entry& value, TableKind kind,
                                   bool partial) {
    if (kind == TableKind::watchdog_info) return compile_watchdog_info(context, value, partial);
    return TableReader(context, value, kind).read(partial);
}

}  // namespace sim::scenario
