#include "reports/chronicle.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "reports/actions.hpp"
#include "reports/clock.hpp"
#include "reports/news.hpp"

namespace reports {
namespace {

using engine::Record;
using engine::TrueTime;
using sim::facts::Kind;
using sim::facts::Observed;

constexpr int time_width = 11;
constexpr int text_column = time_width + 4;
constexpr int matrix_column = time_width + 2;

/// Writes the chronicle record by record.
class Teller {
  public:
    Teller(const Telling& telling, const Style& style)
        : telling_(telling), style_(style), news_(telling.cluster), deeds_(deeds(telling.records)) {
        for (const Record& record : telling.records) {
            if (Kind{record.kind} == Kind::step_ended) ends_.push_back(record);
        }
    }

    [[nodiscard]] std::string tell() {
        for (const Record& record : telling_.records) {
            // Messages are written with the time at which they leave, not in order of it.
            if (level_of(Kind{record.kind}) != engine::Level::facts) continue;
            if (record.at() > now_) flush();
            now_ = std::max(now_, record.at());
            news_.take(record);
            const Kind kind{record.kind};
            if (kind == Kind::serving_since) serving();
            if (kind == Kind::step_began) step_began(record);
            if (kind == Kind::resolved) resolved(record);
            if (kind == Kind::action_began) action_began(record);
            if (kind == Kind::action_undone) action_undone(record);
            if (kind == Kind::observation) observation(record);
            if (kind == Kind::look) look(record);
            if (kind == Kind::step_ended) step_ended();
        }
        flush();
        return std::move(text_);
    }

  private:
    // ---- lines ----
    void line(TrueTime at, std::string_view sign, std::string_view text) {
        text_ += fmt::format("{:>{}}  {} {}\n", story_time(at, telling_.cluster.serving),
                             time_width, sign, wrap(text, style_.width, text_column));
    }
    void under(const std::string& text) { text_ += std::string(matrix_column, ' ') + text + "\n"; }

    void flush() {
        for (const News& one : news_.since_last_time()) {
            if (!told_serving_ && !one.before_serving) continue;
            line(now_, style_.glyph("\u00b7", "."), style_.paint(one.tone, one.text));
        }
        if (matrix_due_) matrix();
        matrix_due_ = false;
    }

    // ---- truth beside belief ----
    void matrix() {
        const Ledger& ledger = news_.ledger();
        std::vector<std::string> rows;
        for (std::size_t database = 0; database < ledger.databases(); ++database) {
            rows.push_back(matrix_row(database));
        }
        for (std::size_t database = 0; database < rows.size(); ++database) {
            const bool told = database < matrix_.size() && matrix_[database] == rows[database];
            if (!told) under(rows[database]);
        }
        matrix_ = std::move(rows);
    }

    /// A proxy's belief in so many columns; those that find no room go on the next line.
    [[nodiscard]] std::string matrix_row(std::size_t database) const {
        const Ledger& ledger = news_.ledger();
        const Cluster& cluster = telling_.cluster;
        std::string row = fmt::format("{:<8} truth ", cluster.backends[database].name);
        row += style_.paint(Tone::truth, fmt::format("{:<9}", to_string(ledger.health(database))));
        row += "  belief";
        const int first =
            matrix_column +
            static_cast<int>(std::max<std::size_t>(8, cluster.backends[database].name.size())) + 24;
        int column = first;
        for (std::size_t proxy = 0; proxy < ledger.proxies(); ++proxy) {
            const auto believed = ledger.belief(proxy, database);
            const bool differs = ledger.differs(proxy, database);
            std::string word(believed ? to_string(*believed) : "unknown");
            // Between parentheses: it stands still, and nothing follows from its belief.
            if (ledger.stands_still(proxy)) word = "(" + word + ")";
            if (differs) word += std::string(style_.glyph(" \u2260", " !="));
            const std::string& name = cluster.proxies[proxy].name;
            const int needed = static_cast<int>(name.size()) + 10;
            if (column + needed > style_.width && column > first) {
                row += "\n" + std::string(static_cast<std::size_t>(first), ' ');
                column = first;
            }
            column += needed;
            row += fmt::format("  {} ", name);
            row += style_.paint(differs ? Tone::bad : Tone::belief, fmt::format("{:<7}", word));
        }
        return row.substr(0, row.find_last_not_of(' ') + 1);
    }

    // ---- the story's own records ----
    void serving() {
        flush();
        told_serving_ = true;
        matrix_due_ = true;
        line(now_, style_.glyph("\u00b7", "."), "t = 0: the last proxy serves");
    }

    void step_began(const Record& record) {
        flush();
        const std::uint32_t step = record.words[0];
        const bool known = step < telling_.script.steps.size();
        const std::string name = known ? telling_.script.steps[step].name : "";
        text_ += "\n";
        line(now_, step_sign(step),
             style_.paint(Tone::strong, fmt::format("{}  {}", step + 1, name)));
    }

    [[nodiscard]] std::string step_sign(std::uint32_t step) const {
        for (const Record& end : ends_) {
            if (end.words[0] != step) continue;
            if (end.words[1] != 0) return style_.paint(Tone::good, style_.glyph("\u2713", "+"));
            return style_.paint(Tone::bad, style_.glyph("\u2717", "-"));
        }
        return style_.paint(Tone::warn, "?");
    }

    void action_began(const Record& record) {
        const auto found = std::find_if(deeds_.begin(), deeds_.end(), [&](const Deed& deed) {
            return deed.began == record.number;
        });
        const std::uint32_t step = record.words[0];
        if (found == deeds_.end() || step >= telling_.script.steps.size()) return;
        const auto& actions = telling_.script.steps[step].actions;
        const std::uint32_t action = record.words[1];
        if (action >= actions.size()) return;
        line(now_, style_.glyph("\u203a", ">"),
             actions[action] + ": " + outcome_of(*found, telling_));
    }

    /// "the leader: node101"
    void resolved(const Record& record) {
        using sim::facts::Resolution;
        if (record.words[3] == UINT32_MAX) return;  // the verdict says it
        constexpr std::array<std::string_view, 5> words{"the name stands for", "the primary is",
                                                        "the leader is", "the standby is",
                                                        "the other is"};
        if (record.words[2] >= words.size()) return;
        line(now_, "=", fmt::format("{} {}", words[record.words[2]], subject(record)));
    }
    [[nodiscard]] std::string subject(const Record& record) const {
        const Cluster& cluster = telling_.cluster;
        const auto id = static_cast<std::size_t>(record.words[3]);
        if (record.words[4] == 0) return cluster.backends[id].name;
        return record.words[4] == 1 ? cluster.proxies[id].name : cluster.hosts[id];
    }

    void action_undone(const Record& record) {
        const std::uint32_t step = record.words[0];
        if (step >= telling_.script.steps.size()) return;
        const auto& actions = telling_.script.steps[step].actions;
        if (record.words[1] >= actions.size()) return;
        line(now_, style_.glyph("\u2039", "<"), "undone: " + actions[record.words[1]]);
    }

    void observation(const Record& record) {
        flush();
        const std::uint32_t step = record.words[0];
        if (step >= telling_.script.steps.size()) return;
        const auto& list = telling_.script.steps[step].observations;
        const std::uint32_t index = record.words[1];
        if (index >= list.size()) return;
        const auto result = static_cast<Observed>(record.words[2]);
        if (result == Observed::still_open) return;
        const bool met = result == Observed::met;
        const TrueTime seen{static_cast<std::int64_t>(
            static_cast<std::uint64_t>(record.words[4]) << 32U | record.words[3])};
        line(now_, met ? std::string("=") : style_.paint(Tone::bad, "!"),
             observed(list[index], met, seen));
    }

    [[nodiscard]] std::string observed(const ScriptObservation& what, bool met,
                                       TrueTime seen) const {
        const std::string span = what.span ? span_text(*what.span) : std::string();
        const std::string at = story_time(seen, telling_.cluster.serving);
        if (what.kind == "check") {
            return fmt::format("{}: {}", met ? "is so" : "is NOT so", what.condition);
        }
        if (what.kind == "expect") {
            const std::string within = span.empty() ? "" : " within " + span;
            if (met) return fmt::format("seen at {}{}: {}", at, within, what.condition);
            return fmt::format("NOT seen{}: {}", within, what.condition);
        }
        const std::string whole = span.empty() ? "to the end" : "for " + span;
        if (met) {
            return fmt::format("{} {}: {}", what.kind == "never" ? "never seen" : "held", whole,
                               what.condition);
        }
        return fmt::format("{} at {}: {}", what.kind == "never" ? "SEEN" : "BROKEN", at,
                           what.condition);
    }

    void look(const Record& record) {
        flush();
        const std::uint32_t step = record.words[0];
        if (step >= telling_.script.steps.size()) return;
        const ScriptStep& script = telling_.script.steps[step];
        const std::uint32_t index = record.words[1];
        const bool differs = std::any_of(telling_.verdict.unmet.begin(),
                                         telling_.verdict.unmet.end(), [&](const auto& unmet) {
                                             return unmet.what == sim::checks::Unmet::What::table &&
                                                    unmet.record == record.number;
                                         });
        const bool own = index < script.looks.size();
        const std::size_t action = index - std::min(index, sim::checks::first_action_look);
        const bool answer = !own && action < script.tables_expected.size();
        const bool expected =
            own ? script.look_expected[index] : answer && script.tables_expected[action];
        std::string result = expected ? "as the file shows" : "asked";
        if (differs) result = style_.paint(Tone::bad, "DIFFERS from the file, see below");
        if (record.words[2] == UINT32_MAX) {
            result = style_.paint(expected ? Tone::bad : Tone::warn, "no table came");
        }
        if (!own && !expected) return;
        line(now_, "=", (own ? script.looks[index] : std::string("its table")) + ": " + result);
    }

    void step_ended() { matrix_due_ = true; }

    const Telling& telling_;
    const Style& style_;
    Newsroom news_;
    std::vector<Deed> deeds_;
    std::vector<Record> ends_;
    std::vector<std::string> matrix_;
    std::string text_;
    TrueTime now_;
    bool told_serving_ = false;
    bool matrix_due_ = false;
};

}  // namespace

std::string chronicle(const Telling& telling, const Style& style) {
    return Teller(telling, style).tell();
}

}  // namespace reports
