// Log lines of a file, read back to a message of the logic's catalogue and its arguments: what the
// dialect would print is what is compared, but as numbers.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <regex>

#include "sim/scenario/context.hpp"
#include "sim/scenario/limits.hpp"

namespace sim::scenario {

namespace {

using failover::MessageText;
using failover::Severity;

std::string replaced(std::string text, const DialectWords* dialect) {
    if (dialect == nullptr) return text;
    for (const DialectWords::Replacement& word : dialect->replacements) {
        std::size_t at = 0;
        while (!word.from.empty() && (at = text.find(word.from, at)) != std::string::npos) {
            text.replace(at, word.from.size(), word.to);
            at += word.to.size();
        }
    }
    return text;
}

/// What a hole of a text could be: printed words and the argument's value, if it says one.
struct Candidate {
    std::string text;
    std::optional<std::int32_t> value;
};

struct Piece {
    std::string literal;  ///< in the dialect's words; empty for a hole
    std::int32_t argument = -1;
    std::string form;
};

std::vector<Piece> pieces_of(std::string_view text, const DialectWords* dialect) {
    std::vector<Piece> pieces(1);
    std::size_t at = 0;
    while (at < text.size()) {
        if (text.substr(at).starts_with("{{") || text.substr(at).starts_with("}}")) {
            pieces.back().literal += text[at];
            at += 2;
        } else if (text[at] == '{') {
            const std::size_t end = std::min(text.find('}', at), text.size());
            const std::string_view hole = text.substr(at + 1, end - at - 1);
            const std::size_t colon = std::min(hole.find(':'), hole.size());
            const auto number = read_integer(hole.substr(0, colon));
            Piece piece;
            piece.argument = static_cast<std::int32_t>(number.value_or(0));
            piece.form = colon == hole.size() ? "" : std::string(hole.substr(colon + 1));
            pieces.push_back(std::move(piece));
            pieces.emplace_back();
            at = end + 1;
        } else {
            pieces.back().literal += text[at++];
        }
    }
    for (Piece& piece : pieces) piece.literal = replaced(std::move(piece.literal), dialect);
    return pieces;
}

/// Matches lines against one text of the catalogue.
class Matcher {
  public:
    explicit Matcher(Context& context) : context_(context) {}

    using Arguments = std::array<std::optional<std::int32_t>, 6>;

    bool matches(const std::vector<Piece>& pieces, std::string_view line, Arguments& found) {
        pieces_ = &pieces;
        steps_ = 0;
        return from(0, line, found);
    }

    /// What a hole may print; empty: anything.
    const std::vector<Candidate>& candidates(const std::string& form) {
        const auto known = std::ranges::find(cache_, form, &Forms::form);
        if (known != cache_.end()) return known->candidates;
        cache_.push_back({form, make(form)});
        return cache_.back().candidates;
    }

  private:
    struct Forms {
        std::string form;
        std::vector<Candidate> candidates;
    };

    std::vector<Candidate> make(const std::string& form) const {
        std::vector<Candidate> list;
        const Scenario& scenario = context_.scenario;
        if (form == "host") {
            for (std::size_t i = 0; i < scenario.databases.size(); ++i) {
                const auto host = static_cast<std::size_t>(scenario.databases[i].host.value);
                list.push_back({scenario.hosts[host].address, static_cast<std::int32_t>(i)});
            }
        }
        if (form == "proxy" || form == "proxyhost") {
            for (std::size_t i = 0; i < scenario.proxies.size(); ++i) {
                const ProxySpec& proxy = scenario.proxies[i];
                const auto host = static_cast<std::size_t>(proxy.host.value);
                list.push_back({form == "proxyhost"
                                    ? proxy.wd_hostname
                                    : fmt::format("{}:{} Linux {}", proxy.wd_hostname, proxy.port,
                                                  scenario.hosts[host].name),
                                static_cast<std::int32_t>(i)});
            }
        }
        for (const failover::WordList& words : context_.catalogue->words) {
            if (words.name != form) continue;
            for (std::size_t i = 0; i < words.words.size(); ++i) {
                list.push_back({replaced(std::string(words.words[i]), context_.dialect),
                                words.first + static_cast<std::int32_t>(i)});
            }
        }
        // Longer words first: one may begin with another.
        std::ranges::stable_sort(list, [](const Candidate& a, const Candidate& b) {
            return a.text.size() > b.text.size();
        });
        return list;
    }

    static std::size_t digits(std::string_view text) {
        std::size_t end = text.starts_with('-') ? 1 : 0;
        while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
        return end == 1 && text[0] == '-' ? 0 : end;
    }
    static bool is_port(const std::string& form) {
        return form == "port" || form == "wdport" || form == "proxyport";
    }

    bool from(std::size_t index, std::string_view line, Arguments& found) {
        // No text of a product has so many ways to be read; this bounds the search.
        if (++steps_ > 20'000) return false;
        if (index == pieces_->size()) return line.empty();
        const Piece& piece = (*pieces_)[index];
        if (piece.argument < 0) {
            if (!line.starts_with(piece.literal)) return false;
            return from(index + 1, line.substr(piece.literal.size()), found);
        }
        if (piece.form.empty() || is_port(piece.form)) return number(index, line, found);
        const std::vector<Candidate>& words = candidates(piece.form);
        if (words.empty()) return anything(index, line, found);
        for (const Candidate& candidate : words) {
            if (!line.starts_with(candidate.text)) continue;
            Arguments tried = found;
            if (!bind(tried, piece.argument, candidate.value)) continue;
            if (!from(index + 1, line.substr(candidate.text.size()), tried)) continue;
            found = tried;
            return true;
        }
        return false;
    }
    bool number(std::size_t index, std::string_view line, Arguments& found) {
        const Piece& piece = (*pieces_)[index];
        const std::size_t length = digits(line);
        const auto value = length == 0 ? std::nullopt : read_integer(line.substr(0, length));
        if (!value || *value < INT32_MIN || *value > INT32_MAX) return false;
        Arguments tried = found;
        // A port says nothing about whose it is.
        if (piece.form.empty() && !bind(tried, piece.argument, static_cast<std::int32_t>(*value))) {
            return false;
        }
        if (!from(index + 1, line.substr(length), tried)) return false;
        found = tried;
        return true;
    }
    bool anything(std::size_t index, std::string_view line, Arguments& found) {
        for (std::size_t length = line.size() + 1; length-- > 0;) {
            Arguments tried = found;
            if (!from(index + 1, line.substr(length), tried)) continue;
            found = tried;
            return true;
        }
        return false;
    }
    static bool bind(Arguments& arguments, std::int32_t index, std::optional<std::int32_t> value) {
        if (index < 0 || static_cast<std::size_t>(index) >= arguments.size()) return true;
        auto& slot = arguments[static_cast<std::size_t>(index)];
        if (slot && value && *slot != *value) return false;
        if (value) slot = value;
        return true;
    }

    Context& context_;
    const std::vector<Piece>* pieces_ = nullptr;
    std::vector<Forms> cache_;
    int steps_ = 0;
};

/// A pasted line without the product's prefix: `<time>: pid 123: [ROLE:] LOG:  `.
struct Stripped {
    std::string_view text;
    bool detail = false;
};
Stripped strip(std::string_view line) {
    struct Level {
        std::string_view word;
        bool detail;
    };
    constexpr std::array levels{Level{"LOG:", false},   Level{"WARNING:", false},
                                Level{"ERROR:", false}, Level{"FATAL:", false},
                                Level{"PANIC:", false}, Level{"DETAIL:", true},
                                Level{"HINT:", true},   Level{"CONTEXT:", true}};
    const std::size_t pid = line.find(": pid ");
    const bool prefixed = pid != std::string_view::npos && pid <= 30;
    for (const Level& level : levels) {
        std::size_t at = 0;
        if (prefixed) {
            at = line.find(level.word, pid);
            if (at == std::string_view::npos || at > pid + 40) continue;
        } else if (!line.starts_with(level.word)) {
            continue;
        }
        std::string_view rest = line.substr(at + level.word.size());
        rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
        return {rest, level.detail};
    }
    return {line, false};
}

bool is_printed(Severity severity) {
    return severity != Severity::debug && severity != Severity::info &&
           severity != Severity::notice;
}

/// A text as a person would write it: holes as `…`.
std::string with_holes(const std::vector<Piece>& pieces) {
    std::string text;
    for (const Piece& piece : pieces) text += piece.argument < 0 ? piece.literal : "…";
    return text;
}

/// Numbers and addresses as `…`, to compare with a text that has holes there.
std::string without_numbers(std::string_view line) {
    std::string text;
    for (std::size_t at = 0; at < line.size();) {
        const std::size_t end = std::min(line.find_first_not_of("0123456789.", at), line.size());
        const bool number =
            end > at && line.substr(at, end - at).find_first_not_of('.') != std::string_view::npos;
        if (number)
            text += "…";
        else
            text += line.substr(at, std::max<std::size_t>(end - at, 1));
        at = std::max(end, at + 1);
    }
    return text;
}

std::optional<LogExpectation::Line> pattern_line(Context& context, const Entry& value) {
    LogExpectation::Line line;
    line.source = value.text;
    line.pattern = value.text.substr(1, value.text.size() - 2);
    if (line.pattern.size() > limits::pattern_characters) {
        context.reader.complain(value.spot, fmt::format("a pattern of more than {} characters",
                                                        limits::pattern_characters));
        return std::nullopt;
    }
    try {
        const std::regex valid(line.pattern, std::regex::ECMAScript);
    } catch (const std::regex_error& error) {
        context.reader.complain(value.spot,
                                fmt::format("not a regular expression: {}", error.what()));
        return std::nullopt;
    }
    return line;
}

/// Goes through the catalogue for one line.
class Search {
  public:
    Search(Context& context, const Entry& value)
        : context_(context), value_(value), matcher_(context), stripped_(strip(value.text)) {}

    std::optional<LogExpectation::Line> run() {
        for (const MessageText& message : context_.catalogue->messages) {
            if (!stripped_.detail) compare(message, message.text, false);
            if (!line_ || line_->detail || stripped_.detail) {
                compare(message, message.detail, true);
                compare(message, message.hint, true);
                compare(message, message.context, true);
            }
        }
        if (line_) return line_;
        if (!refused_.empty()) {
            context_.reader.complain(value_.spot, refused_);
        } else {
            std::string help = nearest_text();
            context_.reader.complain(value_.spot,
                                     fmt::format("{} prints no such message", dialect_name()),
                                     std::move(help));
        }
        return std::nullopt;
    }

  private:
    [[nodiscard]] std::string dialect_name() const {
        return context_.dialect == nullptr ? context_.scenario.logic
                                           : std::string(context_.dialect->name);
    }
    void compare(const MessageText& message, std::string_view text, bool detail) {
        if (text.empty()) return;
        const std::vector<Piece> pieces = pieces_of(text, context_.dialect);
        Matcher::Arguments found{};
        if (!matcher_.matches(pieces, stripped_.text, found)) {
            texts_.push_back(with_holes(pieces));
            return;
        }
        if (!is_printed(message.severity)) {
            refused_ = "this message is below LOG: the product does not print it by default";
            return;
        }
        if (context_.dialect != nullptr &&
            std::ranges::find(context_.dialect->dropped, message.key) !=
                context_.dialect->dropped.end()) {
            refused_ = fmt::format("the dialect {} never prints this message", dialect_name());
            return;
        }
        accept(message, detail, found);
    }
    void accept(const MessageText& message, bool detail, const Matcher::Arguments& found) {
        std::vector<std::optional<std::int32_t>> arguments(found.begin(), found.end());
        while (!arguments.empty() && !arguments.back()) arguments.pop_back();
        if (line_ && line_->detail == detail) {
            if (line_->id != message.id && line_->arguments == arguments) {
                line_->same_text.push_back(message.id);
            }
            return;
        }
        if (line_ && detail) return;  // a message of its own is what was meant
        line_.emplace();
        line_->id = message.id;
        line_->detail = detail;
        line_->arguments = std::move(arguments);
        line_->source = value_.text;
    }
    /// The line in the dialect's words if that is all that is wrong with it, else the text of the
    /// catalogue that reads most like it.
    [[nodiscard]] std::string nearest_text() {
        const std::string mapped = replaced(std::string(stripped_.text), context_.dialect);
        if (mapped != stripped_.text) {
            for (const MessageText& message : context_.catalogue->messages) {
                Matcher::Arguments found{};
                const auto pieces = pieces_of(message.text, context_.dialect);
                if (matcher_.matches(pieces, mapped, found)) {
                    return fmt::format("in the words of this dialect: `{}`", mapped);
                }
            }
        }
        const std::vector<std::string_view> views(texts_.begin(), texts_.end());
        const std::string near = nearest(without_numbers(stripped_.text), views);
        return near.empty() ? "a pattern stands between slashes: \"/fail.*back/\""
                            : fmt::format("did you mean `{}`?", near);
    }

    Context& context_;
    const Entry& value_;
    Matcher matcher_;
    Stripped stripped_;
    std::optional<LogExpectation::Line> line_;
    std::vector<std::string> texts_;
    std::string refused_;
};

}  // namespace

std::optional<LogExpectation::Line> compile_line(Context& context, const Entry& value) {
    if (value.text.size() >= 2 && value.text.front() == '/' && value.text.back() == '/') {
        return pattern_line(context, value);
    }
    if (context.catalogue == nullptr) return std::nullopt;
    return Search(context, value).run();
}

}  // namespace sim::scenario
