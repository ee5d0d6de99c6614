"""The roster of officials as people edit it: a list uploaded, one post changed; looked at first, then kept.

- `words` says in plain words what a change does, what is wrong with a list, and why a file is refused.
- `previewing.preview(...)` is what the page shows before anything is saved: changes, who takes over when, how many open
  complaints lie with each post, who gains and loses access.
- `changing.read(form, ...)` makes the wanted roster from the form of one post.
- Templates: `editing/officials/parts.html` with the macros `file_faults`, `preview_panels` and `file_field`.

A face keeps the wanted roster as a draft (`officials.roster.actions.keep_draft`), shows the preview, and applies it
with `officials.roster.actions.apply` once somebody has given a reason.
"""
