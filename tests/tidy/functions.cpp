// Finds functions in code without parsing C++: at namespace or class level, what stands between
// the last `;`, `{` or `}` and the next one tells a scope, a function and an initialiser apart.
#include <map>
#include <regex>
#include <string_view>

#include "tests/tidy/rules.hpp"

namespace tidy {
namespace {

/// Each pattern is compiled once.
bool matches(const std::string& text, const std::string& pattern) {
    static std::map<std::string, std::regex> compiled;
    const auto [at, added] = compiled.try_emplace(pattern, pattern);
    return std::regex_search(text, at->second);
}

/// Without preprocessor lines, their continuations and attributes.
std::string plain(const File& file) {
    std::string text;
    bool continued = false;
    for (const std::string& line : file.code) {
        const std::size_t first = line.find_first_not_of(" \t");
        const bool directive = continued || (first != std::string::npos && line[first] == '#');
        continued = directive && line.ends_with('\\');
        text += directive ? "" : line;
        text += '\n';
    }
    for (std::size_t at = text.find("[["); at != std::string::npos; at = text.find("[[", at)) {
        for (; at < text.size() && text.compare(at, 2, "]]") != 0; ++at) {
            if (text[at] != '\n') text[at] = ' ';
        }
        if (at + 1 < text.size()) text[at] = text[at + 1] = ' ';
    }
    return text;
}

bool opens_scope(const std::string& head) {
    if (matches(head, R"(\b(namespace|extern)\b)")) return true;
    const bool returns_type = matches(head, R"(\)\s*(const|noexcept|override|final)*\s*$)");
    return matches(head, R"(\b(struct|class|union|enum)\b)") && !returns_type;
}

bool is_function(const std::string& head) {
    return head.find('(') != std::string::npos &&
           !matches(head, R"(\b(concept|using|typedef|static_assert|return|requires)\b)") &&
           !matches(head, R"(^[^(]*[^=!<>]=[^=])");
}

/// How many parameters stand in the first parentheses of `head`.
std::size_t count_parameters(const std::string& head) {
    std::size_t open = head.find('(');
    if (matches(head.substr(0, open), R"(\boperator\s*$)")) open = head.find('(', open + 1);
    if (open == std::string::npos) return 0;
    std::size_t count = 0;
    int depth = 0;
    bool empty = true;
    for (std::size_t at = open + 1; at < head.size(); ++at) {
        const char each = head[at];
        if (each == ')' && depth == 0) break;
        if (std::string_view("([{<").find(each) != std::string_view::npos) ++depth;
        if (std::string_view(")]}>").find(each) != std::string_view::npos) --depth;
        if (each == ',' && depth == 0) ++count;
        if (each != ' ' && each != '\n') empty = false;
    }
    return empty ? 0 : count + 1;
}

class Scanner {
  public:
    explicit Scanner(std::string text) : text_(std::move(text)) {}

    std::vector<Function> scan() {
        for (; at_ < text_.size(); ++at_) {
            const char each = text_[at_];
            if (each == '\n') ++line_;
            if (each == '(') ++parentheses_;
            if (each == ')') --parentheses_;
            if (each == '{') {
                opened();
            } else if (each == ';' && parentheses_ == 0) {
                if (is_function(head_)) add(0);
                head_.clear();
            } else if (each == '}') {
                head_.clear();
            } else {
                head_ += each;
            }
        }
        return std::move(found_);
    }

  private:
    void add(std::size_t length) {
        found_.push_back({head_, line_, length, count_parameters(head_)});
    }

    void opened() {
        if (parentheses_ == 0 && opens_scope(head_)) {
            head_.clear();
            return;
        }
        const bool body = parentheses_ == 0 && is_function(head_) && !initialises_member();
        const std::size_t first = line_;
        skip_braces();
        if (!body) {
            head_ += "{}";
            return;
        }
        const std::size_t length = line_ - first + 1;
        line_ = first;
        add(length);
        line_ = first + length - 1;
        head_.clear();
    }

    /// `Type(int a) : member_{a}, …`: a brace right after a name, in a list of initialisers.
    [[nodiscard]] bool initialises_member() const {
        return matches(head_, R"(\)\s*(noexcept)?\s*:[^:])") && matches(head_, R"([\w>]$)");
    }

    /// From an opening brace to the closing one.
    void skip_braces() {
        int depth = 0;
        for (; at_ < text_.size(); ++at_) {
            if (text_[at_] == '\n') ++line_;
            if (text_[at_] == '{') ++depth;
            if (text_[at_] == '}' && --depth == 0) return;
        }
    }

    std::string text_;
    std::string head_;
    std::size_t at_ = 0;
    std::size_t line_ = 1;
    int parentheses_ = 0;
    std::vector<Function> found_;
};

}  // namespace

std::vector<Function> functions(const File& file) { return Scanner(plain(file)).scan(); }

}  // namespace tidy
