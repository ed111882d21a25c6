/** How else people write a legal form. */
const LONG_FORMS: Readonly<Record<string, string>> = {
  'Inc.': 'Incorporated',
  LLC: 'L.L.C.',
  'Corp.': 'Corporation',
  'Ltd.': 'Limited',
  Ltd: 'Limited',
  'Co.': 'Company',
  PLC: 'P.L.C.',
  LLP: 'L.L.P.',
  Ltée: 'Limitée',
  'K.K.': 'Kabushiki Kaisha',
  'Co., Ltd.': 'Company Limited',
  'G.K.': 'Godo Kaisha',
  GmbH: 'Ges.m.b.H.',
  'Ges.m.b.H.': 'GmbH',
  AG: 'Aktienges.',
  KG: 'K.G.',
  'GmbH & Co. KG': 'GmbH u. Co. KG',
  UG: 'UG (haftungsbeschränkt)',
  'e.K.': 'e. Kfm.',
  OG: 'Offene Ges.',
  SA: 'S.A.',
  Sàrl: 'S.à r.l.',
  SARL: 'S.A.R.L.',
  SAS: 'S.A.S.',
  'S.A.': 'SA',
  EURL: 'E.U.R.L.',
  'B.V.': 'BV',
  'N.V.': 'NV',
  VOF: 'V.O.F.',
  'S.r.l.': 'Srl',
  'S.p.A.': 'SpA',
  'S.n.c.': 'Snc',
  AB: 'Aktiebolag',
  HB: 'Handelsbolag',
  KB: 'Kommanditbolag',
  'Sp. z o.o.': 'Spółka z o.o.',
  'Sp. k.': 'Spółka komandytowa',
  'S.L.': 'SL',
  'S.L.U.': 'SLU',
};

/** Every form of the sample, the longest first, so that `GmbH & Co. KG` is not taken for `KG`. */
const FORMS = Object.keys(LONG_FORMS).toSorted((a, b) => b.length - a.length);

/** A company's name in two: what it is called and its legal form ('' where it names none). */
export function splitForm(name: string): { readonly stem: string; readonly form: string } {
  const form = FORMS.find((each) => name.endsWith(` ${each}`)) ?? '';
  return form === '' ? { stem: name, form } : { stem: name.slice(0, -form.length - 1), form };
}

export function longForm(form: string): string {
  return LONG_FORMS[form] ?? 'Company';
}
