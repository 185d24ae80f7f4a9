/** Puts the names of the places beside their pins so that none lies over another; those without room are left out. */

import { cut } from './text.ts';

export interface LabelWish {
  /** The pin. */
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly important: boolean;
}

export interface Label {
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'end' | 'middle';
  readonly text: string;
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const LONGEST = 26;
/** A wide letter of the drawing's type size; narrow text then has air around it. */
const LETTER = 8;
const LINE = 15;
const PIN = 9;
/** A name that has no room straight beside its pin may stand so much higher or lower. */
const SLANT = 8;

/** The important ones choose first; `reserved` stays free. The full name is in any case in the title of the pin. */
export function placeLabels(
  wishes: readonly LabelWish[],
  frame: { readonly width: number; readonly height: number },
  reserved: readonly Box[] = [],
): readonly Label[] {
  const taken: Box[] = [...reserved, ...wishes.map(({ x, y }) => boxAround(x, y, PIN, PIN))];
  const labels: Label[] = [];
  for (const wish of [...wishes].sort((a, b) => Number(b.important) - Number(a.important))) {
    const text = cut(wish.text, LONGEST, '…');
    const found = candidates(wish, text, frame.width).find(
      ({ box }) => inside(box, frame) && !taken.some((other) => overlap(box, other)),
    );
    if (found === undefined) continue;
    taken.push(found.box);
    labels.push(found.label);
  }
  return labels;
}

function candidates({ x, y }: LabelWish, text: string, frameWidth: number): { label: Label; box: Box }[] {
  const width = [...text].length * LETTER;
  const beside = PIN + 4;
  // Above or below, a name may lie off the middle to stay within the frame.
  const middle = Math.max(width / 2 + 2, Math.min(frameWidth - width / 2 - 2, x));
  return [
    ...[0, -SLANT, SLANT].flatMap((dy) => [
      {
        label: { x: x + beside, y: y + dy + 4, anchor: 'start' as const, text },
        box: sideBox(x + beside - 1, x + beside + width, y + dy),
      },
      {
        label: { x: x - beside, y: y + dy + 4, anchor: 'end' as const, text },
        box: sideBox(x - beside - width, x - beside + 1, y + dy),
      },
    ]),
    {
      label: { x: middle, y: y + PIN + LINE - 3, anchor: 'middle', text },
      box: boxAround(middle, y + PIN + LINE / 2 + 1, width / 2, LINE / 2),
    },
    {
      label: { x: middle, y: y - PIN - 5, anchor: 'middle', text },
      box: boxAround(middle, y - PIN - LINE / 2 - 2, width / 2, LINE / 2),
    },
  ];
}

function sideBox(left: number, right: number, y: number): Box {
  return { left, right, top: y - LINE / 2, bottom: y + LINE / 2 };
}

function boxAround(x: number, y: number, halfWidth: number, halfHeight: number): Box {
  return { left: x - halfWidth, right: x + halfWidth, top: y - halfHeight, bottom: y + halfHeight };
}

function inside(box: Box, { width, height }: { width: number; height: number }): boolean {
  // The upper edge holds the degrees of the meridians.
  return box.left >= 2 && box.right <= width - 2 && box.top >= 14 && box.bottom <= height - 4;
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
