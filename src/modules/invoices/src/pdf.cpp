#include "pdf.hpp"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include <algorithm>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <vector>

namespace kontor::invoices {

namespace {

// A4, in points.
constexpr double page_width = 595.28;
constexpr double page_height = 841.89;
constexpr double margin = 56;
constexpr double footer_height = 28;
constexpr double text_width = page_width - 2 * margin;
constexpr double cell_gap = 6;
constexpr double line_gap = 3;

template <auto Release>
struct Releaser {
    template <class T>
    void operator()(T* resource) const {
        Release(resource);
    }
};
using Surface = std::unique_ptr<cairo_surface_t, Releaser<cairo_surface_destroy>>;
using Context = std::unique_ptr<cairo_t, Releaser<cairo_destroy>>;
using Layout = std::unique_ptr<PangoLayout, Releaser<g_object_unref>>;
using Font = std::unique_ptr<PangoFontDescription, Releaser<pango_font_description_free>>;

struct Column {
    double share = 0;
    PangoAlignment alignment = PANGO_ALIGN_LEFT;
};

cairo_status_t append(void* bytes, const unsigned char* data, unsigned int length) {
    static_cast<std::string*>(bytes)->append(reinterpret_cast<const char*>(data), length);
    return CAIRO_STATUS_SUCCESS;
}

void check(cairo_status_t status) {
    if (status != CAIRO_STATUS_SUCCESS)
        throw std::runtime_error(std::string("the PDF cannot be drawn: ") +
                                 cairo_status_to_string(status));
}

std::vector<std::string> cells_of(const std::string& line) {
    std::vector<std::string> cells;
    std::istringstream rest(line);
    for (std::string cell; std::getline(rest, cell, '\t');) cells.push_back(cell);
    return cells;
}

std::vector<Column> columns_of(const std::string& widths) {
    std::vector<Column> columns;
    std::istringstream rest(widths);
    for (std::string width; rest >> width;) {
        Column column{std::strtod(width.c_str(), nullptr) / 100};
        if (width.ends_with('r')) column.alignment = PANGO_ALIGN_RIGHT;
        if (width.ends_with('c')) column.alignment = PANGO_ALIGN_CENTER;
        columns.push_back(column);
    }
    return columns;
}

class Pages {
public:
    Pages(const std::string& title, platform::Time made_at)
        : surface_(cairo_pdf_surface_create_for_stream(append, &bytes_, page_width, page_height)),
          context_(cairo_create(surface_.get())),
          font_(pango_font_description_from_string("Sans 9")) {
        check(cairo_surface_status(surface_.get()));
        cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_TITLE, title.c_str());
        cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_CREATE_DATE,
                                       platform::to_rfc3339(made_at).c_str());
    }

    void set_columns(std::vector<Column> columns) { columns_ = std::move(columns); }
    void set_footer(std::string footer) { footer_ = std::move(footer); }
    void space(double points) { y_ += points; }

    void rule() {
        make_room(2 * line_gap);
        y_ += line_gap;
        cairo_set_line_width(context_.get(), 0.5);
        cairo_move_to(context_.get(), margin, y_);
        cairo_line_to(context_.get(), page_width - margin, y_);
        cairo_stroke(context_.get());
        y_ += line_gap;
    }

    void paragraph(const std::string& markup) {
        std::vector<Layout> whole;
        whole.push_back(layout(markup, text_width, PANGO_ALIGN_LEFT));
        place(whole, {{1}});
    }

    void row(const std::vector<std::string>& cells) {
        std::vector<Layout> layouts;
        for (std::size_t index = 0; index < std::min(cells.size(), columns_.size()); ++index)
            layouts.push_back(layout(cells[index], columns_[index].share * text_width - cell_gap,
                                     columns_[index].alignment));
        place(layouts, columns_);
    }

    std::string finish() {
        end_page();
        cairo_surface_finish(surface_.get());
        check(cairo_status(context_.get()));
        check(cairo_surface_status(surface_.get()));
        return std::move(bytes_);
    }

private:
    Layout layout(const std::string& markup, double width, PangoAlignment alignment) const {
        Layout made(pango_cairo_create_layout(context_.get()));
        pango_layout_set_font_description(made.get(), font_.get());
        pango_layout_set_width(made.get(), static_cast<int>(width * PANGO_SCALE));
        pango_layout_set_wrap(made.get(), PANGO_WRAP_WORD_CHAR);
        pango_layout_set_alignment(made.get(), alignment);
        const auto length = static_cast<int>(markup.size());
        if (pango_parse_markup(markup.c_str(), length, 0, nullptr, nullptr, nullptr, nullptr))
            pango_layout_set_markup(made.get(), markup.c_str(), length);
        else
            pango_layout_set_text(made.get(), markup.c_str(), length);
        return made;
    }

    static double height(const Layout& layout) {
        int height = 0;
        pango_layout_get_size(layout.get(), nullptr, &height);
        return static_cast<double>(height) / PANGO_SCALE;
    }

    void place(const std::vector<Layout>& layouts, const std::vector<Column>& columns) {
        double tallest = 0;
        for (const auto& one : layouts) tallest = std::max(tallest, height(one));
        make_room(tallest);
        double x = margin;
        for (std::size_t index = 0; index < layouts.size(); ++index) {
            show(layouts[index], x, y_);
            x += columns[index].share * text_width;
        }
        y_ += tallest + line_gap;
    }

    void show(const Layout& layout, double x, double y) const {
        cairo_move_to(context_.get(), x, y);
        pango_cairo_show_layout(context_.get(), layout.get());
    }

    void make_room(double height) {
        if (y_ + height <= page_height - margin - footer_height || y_ == margin) return;
        end_page();
        ++page_;
        y_ = margin;
    }

    void end_page() {
        const auto y = page_height - margin - footer_height / 2;
        if (!footer_.empty()) show(layout(footer_, 0.85 * text_width, PANGO_ALIGN_LEFT), margin, y);
        show(layout(std::to_string(page_), 0.1 * text_width, PANGO_ALIGN_RIGHT),
             margin + 0.9 * text_width, y);
        cairo_show_page(context_.get());
    }

    std::string bytes_;
    Surface surface_;
    Context context_;
    Font font_;
    std::vector<Column> columns_;
    std::string footer_;
    double y_ = margin;
    int page_ = 1;
};

// What follows the word, where the line begins with it.
const char* after(const std::string& line, const std::string& word) {
    return line.starts_with(word) ? line.c_str() + word.size() : nullptr;
}

}  // namespace

std::string pdf_of(const std::string& text, const std::string& title, platform::Time made_at) {
    Pages pages(title, made_at);
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        if (const auto* widths = after(line, "@columns "))
            pages.set_columns(columns_of(widths));
        else if (const auto* footer = after(line, "@footer "))
            pages.set_footer(footer);
        else if (const auto* points = after(line, "@space "))
            pages.space(std::clamp(std::strtod(points, nullptr), 0.0, page_height));
        else if (line == "@rule")
            pages.rule();
        else if (line.find('\t') != std::string::npos)
            pages.row(cells_of(line));
        else
            pages.paragraph(line);
    }
    return pages.finish();
}

}  // namespace kontor::invoices
