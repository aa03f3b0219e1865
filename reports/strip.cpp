#include "reports/strip.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "reports/clock.hpp"
#include "sim/checks/ledger.hpp"

namespace reports {
namespace {

using engine::TrueTime;
using sim::checks::Health;
using sim::checks::Ledger;
using sim::facts::Kind;

enum class Mark : std::uint8_t { unknown, good, between, down, stale, ghost };
constexpr std::size_t mark_count = 6;
constexpr int label_width = 23;

struct Look {
    std::string_view fancy;
    std::string_view plain;
    Tone tone;
};
constexpr std::array<Look, mark_count> looks{{
    {"\u00b7", ".", Tone::quiet},  // nobody says
    {"\u2501", "=", Tone::good},   // healthy, or believed up
    {"\u254c", "~", Tone::warn},   // starting, stopping, running without streaming
    {"\u00d7", "x", Tone::plain},  // stopped, or believed down
    {"\u2593", "X", Tone::bad},    // believed down though healthy
    {"!", "!", Tone::bad},         // believed up though stopped
}};

Mark truth_mark(Health health) {
    switch (health) {
        case Health::unknown:
            return Mark::unknown;
        case Health::stopped:
        case Health::off:
            return Mark::down;
        case Health::stopping:
        case Health::starting:
        case Health::paused:
        case Health::promoting:
        case Health::running:
            return Mark::between;
        case Health::streaming:
        case Health::primary:
            return Mark::good;
    }
    return Mark::unknown;
}

Mark belief_mark(const Ledger& ledger, std::size_t proxy, std::size_t database) {
    const auto believed = ledger.belief(proxy, database);
    if (!believed) return Mark::unknown;
    const bool differs = ledger.differs(proxy, database);
    if (*believed == failover::Status::down) return differs ? Mark::stale : Mark::down;
    if (*believed == failover::Status::unused) return Mark::unknown;
    return differs ? Mark::ghost : Mark::good;
}

/// One row: how long each mark was the case within each column.
struct Row {
    std::vector<std::array<std::int64_t, mark_count>> columns;
    Mark current = Mark::unknown;
    bool changed = false;
};

class Chart {
  public:
    Chart(const Telling& telling, std::size_t columns)
        : telling_(telling),
          ledger_(telling.cluster.backends.size(), telling.cluster.proxies.size()),
          columns_(columns),
          from_(telling.cluster.serving.nanoseconds()),
          span_(std::max<std::int64_t>(telling.end.nanoseconds() - from_, 1)) {
        rows_.resize(ledger_.databases() * (ledger_.proxies() + 1));
        for (Row& row : rows_) row.columns.resize(columns_);
    }

    void fold() {
        TrueTime now;
        for (const engine::Record& record : telling_.records) {
            if (level_of(Kind{record.kind}) != engine::Level::facts) continue;
            if (record.at() > now) {
                pass(now, record.at());
                now = record.at();
            }
            ledger_.take(record);
        }
        pass(now, telling_.end);
    }

    [[nodiscard]] const Row& row(std::size_t database, std::size_t line) const {
        return rows_[database * (ledger_.proxies() + 1) + line];
    }
    [[nodiscard]] bool changed(std::size_t database) const {
        bool any = false;
        for (std::size_t line = 0; line <= ledger_.proxies(); ++line) {
            any = any || row(database, line).changed;
        }
        return any;
    }
    [[nodiscard]] std::size_t column(TrueTime at) const {
        const std::int64_t since = std::clamp<std::int64_t>(at.nanoseconds() - from_, 0, span_ - 1);
        return static_cast<std::size_t>(since / width());
    }
    [[nodiscard]] std::int64_t width() const {
        const auto columns = static_cast<std::int64_t>(columns_);
        return std::max<std::int64_t>((span_ + columns - 1) / columns, 1);
    }

  private:
    /// What is the case now lasts from `begin` to `end`.
    void pass(TrueTime begin, TrueTime end) {
        for (std::size_t database = 0; database < ledger_.databases(); ++database) {
            const std::size_t first = database * (ledger_.proxies() + 1);
            pass(rows_[first], truth_mark(ledger_.health(database)), {begin, end});
            for (std::size_t proxy = 0; proxy < ledger_.proxies(); ++proxy) {
                const Mark mark = belief_mark(ledger_, proxy, database);
                pass(rows_[first + proxy + 1], mark, {begin, end});
            }
        }
    }

    struct Lapse {
        TrueTime begin;
        TrueTime end;
    };
    void pass(Row& row, Mark mark, Lapse lapse) const {
        // A proxy that stops and serves again has not changed its mind, and changes before t = 0
        // are not worth a row.
        if (mark != Mark::unknown) {
            const bool new_mark = row.current != Mark::unknown && row.current != mark;
            row.changed = row.changed || (new_mark && lapse.begin.nanoseconds() > from_);
            row.current = mark;
        }
        std::int64_t at = std::max(lapse.begin.nanoseconds() - from_, std::int64_t{0});
        const std::int64_t until = std::min(lapse.end.nanoseconds() - from_, span_);
        while (at < until) {
            const std::int64_t next = std::min(until, (at / width() + 1) * width());
            row.columns[static_cast<std::size_t>(at / width())][static_cast<std::size_t>(mark)] +=
                next - at;
            at = next;
        }
    }

    const Telling& telling_;
    Ledger ledger_;
    std::size_t columns_;
    std::int64_t from_;
    std::int64_t span_;
    std::vector<Row> rows_;
};

/// The row's columns as glyphs, runs of one mark painted together.
std::string draw(const Row& row, const Style& style) {
    std::string text;
    std::string run;
    std::size_t last = mark_count;
    for (const auto& column : row.columns) {
        const auto longest = std::max_element(column.begin(), column.end());
        if (*longest == 0) continue;  // after the end
        const auto mark = static_cast<std::size_t>(longest - column.begin());
        if (mark != last && last < mark_count) text += style.paint(looks[last].tone, run);
        if (mark != last) run.clear();
        run += style.glyph(looks[mark].fancy, looks[mark].plain);
        last = mark;
    }
    if (last < mark_count) text += style.paint(looks[last].tone, run);
    return text;
}

std::string label(std::string_view first, std::string_view second) {
    const std::string text = fmt::format("  {:<9} {}", first, second);
    return fmt::format("{:<{}.{}}", text, label_width, label_width - 1);
}

/// Times above the columns they stand for.
std::string ruler(const Chart& chart, std::size_t columns) {
    std::string text;
    for (std::size_t column = 0; column + 8 < columns; column += 16) {
        const TrueTime at{static_cast<std::int64_t>(column) * chart.width()};
        std::string time = story_time(at, TrueTime{});
        time.resize(time.find('.'));
        text += std::string(column - std::min(column, text.size()), ' ') + time;
    }
    return text;
}

/// Numbers of the steps where they begin; one that finds its place taken is left out.
std::string step_ruler(const Telling& telling, const Chart& chart) {
    std::string text;
    for (const engine::Record& record : telling.records) {
        if (Kind{record.kind} != Kind::step_began) continue;
        const std::size_t column = chart.column(record.at());
        if (column < text.size()) continue;
        text += std::string(column - text.size(), ' ') + fmt::format("{}", record.words[0] + 1);
    }
    return text;
}

std::string legend(const Style& style) {
    const auto sign = [&](Mark mark) {
        const Look& look = looks[static_cast<std::size_t>(mark)];
        return style.paint(look.tone, style.glyph(look.fancy, look.plain));
    };
    return fmt::format(
        "  {} healthy, believed up   {} in between   {} stopped, believed down\n"
        "  {} believed down though healthy   {} believed up though stopped   {} unknown\n",
        sign(Mark::good), sign(Mark::between), sign(Mark::down), sign(Mark::stale),
        sign(Mark::ghost), sign(Mark::unknown));
}

}  // namespace

std::string strip(const Telling& telling, const Style& style) {
    const auto columns = static_cast<std::size_t>(std::max(style.width - label_width - 2, 20));
    Chart chart(telling, columns);
    chart.fold();
    std::string rows;
    const Cluster& cluster = telling.cluster;
    for (std::size_t database = 0; database < cluster.backends.size(); ++database) {
        if (!chart.changed(database)) continue;
        rows += label(cluster.backends[database].name, "truth:");
        rows += draw(chart.row(database, 0), style) + "\n";
        for (std::size_t proxy = 0; proxy < cluster.proxies.size(); ++proxy) {
            rows += label("", cluster.proxies[proxy].name + ":");
            rows += draw(chart.row(database, proxy + 1), style) + "\n";
        }
    }
    if (rows.empty()) return {};
    std::string text = style.paint(Tone::strong, "truth and belief") + "\n";
    text += style.paint(Tone::quiet, label("", "") + ruler(chart, columns)) + "\n";
    text += style.paint(Tone::quiet, label("", "step") + step_ruler(telling, chart)) + "\n";
    return text + rows + legend(style);
}

}  // namespace reports
