#include "sim/scenario/answer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "sim/scenario/pcp.hpp"
#include "sim/scenario/verbs.hpp"

namespace sim::scenario {

namespace {

using Kind = Entry::Kind;

class AnswerCompiler {
  public:
    AnswerCompiler(Context& context, Action& action)
        : context_(context), reader_(context.reader), action_(action) {
        verb_ = tool_name(rule_of(action.verb));
    }

    void run(const Entry& value) {
        if (action_.verb == Verb::psql) return table_answer(value);
        if (action_.verb == Verb::pcp_watchdog_info && !is_error(value)) {
            action_.answer_table = compile_watchdog_info(context_, value, false);
            return;
        }
        if (value.kind != Kind::string) {
            reader_.complain(value.spot, "an answer is a text between quotes");
            return;
        }
        text_answer(value);
    }

  private:
    [[nodiscard]] static bool is_error(const Entry& value) {
        if (value.kind == Kind::table) return false;
        constexpr std::string_view errors[] = {"ERROR:", "FATAL:", "/"};
        return value.kind != Kind::string ||
               std::ranges::any_of(errors, [&](std::string_view begin) {
                   return value.text.starts_with(begin);
               });
    }
    void table_answer(const Entry& value) {
        const bool nodes = action_.query == Query::show_pool_nodes;
        if (!nodes && action_.query != Query::replication_view) {
            reader_.complain(value.spot,
                             "only `show pool_nodes` and the replication view answer "
                             "with a table that can be compared");
            return;
        }
        const TableKind kind = nodes ? TableKind::pool_nodes : TableKind::stat_replication;
        const Entry* table = &value;
        bool partial = false;
        if (value.kind == Kind::table) {
            reader_.check(value, schema::look);
            partial = reader_.boolean(value, "partial").value_or(false);
            table = value.find("table");
        }
        if (table == nullptr || table->kind != Kind::string) {
            reader_.complain(value.spot, "an answer of psql is a pasted table");
            return;
        }
        action_.answer_table = compile_table(context_, *table, kind, partial);
    }
    void text_answer(const Entry& value) {
        ExpectedAnswer expected;
        expected.source = value.text;
        expected.place = value.spot.place;
        const std::string success = fmt::format("{} -- Command Successful", verb_);
        if (value.text == success) {
            action_.answer = std::move(expected);
        } else if (read_tool_text(context_, verb_, value.text, expected)) {
            action_.answer = std::move(expected);
        } else {
            message_answer(value, std::move(expected), success);
        }
    }
    void message_answer(const Entry& value, ExpectedAnswer expected, const std::string& success) {
        const std::array<std::string_view, 1> known{success};
        const std::string help = did_you_mean(value.text, known);
        if (!help.empty() || value.text.starts_with("pcp_")) {
            reader_.complain(value.spot, fmt::format("`{}` never prints this", verb_),
                             help.empty() ? fmt::format("did you mean `{}`?", success) : help);
            return;
        }
        for (const Entry& line : lines_of(value)) {
            const auto read = compile_line(context_, line);
            if (!read || !add_line(value, *read, expected)) return;
        }
        action_.answer = std::move(expected);
    }
    /// The lines of a pasted answer: the message, and what stands below it (`DETAIL:  …`).
    static std::vector<Entry> lines_of(const Entry& value) {
        std::vector<Entry> lines;
        for (std::size_t begin = 0; begin < value.text.size();) {
            const std::size_t end = std::min(value.text.find('\n', begin), value.text.size());
            Entry line = value;
            line.text = value.text.substr(begin, end - begin);
            while (line.text.ends_with(' ') || line.text.ends_with('\r')) line.text.pop_back();
            if (!line.text.empty()) lines.push_back(std::move(line));
            begin = end + 1;
        }
        return lines;
    }
    /// One more line of the same message; false after a complaint.
    bool add_line(const Entry& value, const LogExpectation::Line& line, ExpectedAnswer& expected) {
        std::vector<failover::MessageId> ids = line.same_text;
        ids.insert(ids.begin(), line.id);
        if (expected.form == ExpectedAnswer::Form::message) {
            const auto before = [&](failover::MessageId id) {
                return id == expected.id || std::ranges::count(expected.same_text, id) > 0;
            };
            std::erase_if(ids, [&](failover::MessageId id) { return !before(id); });
        }
        if (ids.empty()) {
            reader_.complain(value.spot, "these lines belong to different messages");
            return false;
        }
        expected.form = ExpectedAnswer::Form::message;
        expected.id = ids.front();
        expected.same_text.assign(ids.begin() + 1, ids.end());
        if (line.pattern) expected.pattern = line.pattern;
        for (std::size_t i = 0; i < line.arguments.size() && i < expected.arguments.size(); ++i) {
            if (!line.arguments[i]) continue;
            expected.arguments[i] = *line.arguments[i];
            expected.given |= 1U << i;
        }
        return true;
    }

    Context& context_;
    Reader& reader_;
    Action& action_;
    std::string_view verb_;
};

}  // namespace

bool meets(const ExpectedAnswer& expected, failover::MessageId id,
           std::span<const std::int32_t> arguments) {
    const auto same = [&](std::size_t a) {
        return a < arguments.size() && arguments[a] == expected.arguments[a];
    };
    switch (expected.form) {
        case ExpectedAnswer::Form::success:
            return id == 0;
        case ExpectedAnswer::Form::count:
            return id == 0 && same(0);
        case ExpectedAnswer::Form::node_info:
            return id == 0 && same(0) && same(1) && same(2) && same(3);
        case ExpectedAnswer::Form::message:
            break;
    }
    // Where several messages read the same, their arguments may stand elsewhere.
    if (std::ranges::count(expected.same_text, id) > 0) return true;
    if (id != expected.id) return false;
    for (std::size_t a = 0; a < expected.arguments.size() && a < arguments.size(); ++a) {
        if ((expected.given >> a & 1U) != 0 && !same(a)) return false;
    }
    return true;
}

void compile_answer(Context& context, const Entry& value, Action& action) {
    AnswerCompiler(context, action).run(value);
}

}  // namespace sim::scenario
